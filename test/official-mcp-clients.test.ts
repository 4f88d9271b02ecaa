import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@beckon/bff/config.ts";
import { startServer, type RunningServer } from "@beckon/bff/server.ts";
import { Client as CurrentClient, StreamableHTTPClientTransport as CurrentTransport } from "@modelcontextprotocol/client";
import { Client as FormerClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as FormerTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

/*
 * The protocol's own clients against the real server, as agents use them: the current one in both of
 * its eras, and the one that most agents still have.
 */

let dataDir: string;
let server: RunningServer;
let agent: { id: string; token: string };
const open: { close(): Promise<void> }[] = [];

const start = (port: number) =>
  startServer(readConfig({ BECKON_PORT: String(port), BECKON_DATA_DIR: dataDir, BECKON_LOG_LEVEL: "silent" }));
const makeToken = (name: string, scope: "agent" | "metrics" = "agent") =>
  server.services.access.tokens.create({ kind: "local" }, { name, scope });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "beckon-mcp-"));
  server = await start(0);
  agent = await makeToken("builder");
});
afterEach(async () => {
  vi.useRealTimers();
  for (const client of open.splice(0)) await client.close();
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Progress = { progress: number; message?: string };
type Options = { progress?: (told: Progress) => void; signal?: AbortSignal };
type Told = { content: { type: string; text: string }[]; structuredContent?: any; isError?: boolean };
type AnyClient = { tools(): Promise<any[]>; call(name: string, args: object, options?: Options): Promise<Told> };
type Connect = (token: string, headers?: Record<string, string>) => Promise<AnyClient>;

const info = { name: "claude-code", version: "2.1.329" };
const url = () => new URL(`http://127.0.0.1:${server.config.port}/mcp`);
const init = (token: string, headers: Record<string, string> = {}) => ({
  requestInit: { headers: { "user-agent": "claude-code/2.1.329 (cli)", authorization: `Bearer ${token}`, ...headers } },
});
const optionsOf = ({ progress, signal }: Options) => ({
  ...(progress ? { onprogress: progress } : {}),
  ...(signal ? { signal } : {}),
  timeout: 20_000,
});

const current =
  (mode: "auto" | "legacy"): Connect =>
  async (token, headers) => {
    const client = new CurrentClient(info, { versionNegotiation: { mode } });
    await client.connect(new CurrentTransport(url(), init(token, headers)));
    open.push(client);
    return {
      tools: async () => (await client.listTools()).tools,
      call: async (name, args, options = {}) => (await client.callTool({ name, arguments: { ...args } }, optionsOf(options))) as Told,
    };
  };

const former: Connect = async (token, headers) => {
  const client = new FormerClient(info);
  await client.connect(new FormerTransport(url(), init(token, headers)) as Parameters<FormerClient["connect"]>[0]);
  open.push(client);
  return {
    tools: async () => (await client.listTools()).tools,
    call: async (name, args, options = {}) =>
      (await client.callTool({ name, arguments: { ...args } }, undefined, optionsOf(options))) as Told,
  };
};

const clients: [string, Connect][] = [
  ["client 2.4, revision 2026-07-28", current("auto")],
  ["client 2.4, as of 2025", current("legacy")],
  ["sdk 1.32, as of 2025", former],
];

/** The card that the person has of this question, as soon as it is there. */
const cardOf = async (question: string) => {
  const find = async () =>
    (await server.services.decisions.search({ status: "pending", limit: 200 })).items.find(({ title }) => title === question);
  await expect.poll(find, { interval: 10 }).toBeDefined();
  return (await find())!;
};
const anna = { actor: { kind: "person", id: "pe_anna", name: "Anna" }, name: "Anna", device: "Phone" } as const;
const answer = (id: string, input: { option?: string; text?: string }) => server.services.decisions.decide(anna, id, input);

const operator = {
  kind: "device",
  deviceId: "dv_anna",
  deviceName: "Phone",
  personId: "pe_anna",
  personName: "Anna",
  role: "operator",
} as const;

let number = 0;
const newQuestion = () => `Question ${(number += 1)}?`;

describe.each(clients)("%s", (_name, connect) => {
  test("finds the six tools, those that wait marked as harmless", async () => {
    const tools = await (await connect(agent.token)).tools();
    const names = ["ask_human", "complete_task", "hand_over", "next_task", "report_progress", "start_task", "wait_for_answer"];
    expect(tools.map(({ name }) => name).toSorted()).toEqual(names);
    for (const { name, annotations, description, inputSchema } of tools) {
      expect(annotations.readOnlyHint).toBe(name === "ask_human" || name === "wait_for_answer");
      expect(description.length).toBeGreaterThan(60);
      expect(inputSchema.type).toBe("object");
    }
  });

  test("asks, hears every 15 s that it waits, and gets the person's answer", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const client = await connect(agent.token, { "x-beckon-host": "laptop" });
    const question = newQuestion();
    const heard: Progress[] = [];
    const said = { question, options: ["Yes", "No"], context: "All is green." };
    const asked = client.call("ask_human", said, { progress: (told) => heard.push(told) });
    const card = await cardOf(question);
    expect(card).toMatchObject({
      kind: "choice",
      body: "All is green.",
      agent: { name: "builder", vendor: "Claude Code", host: "laptop" },
    });
    for (const count of [1, 2, 3]) {
      await expect.poll(() => heard.map(({ progress }) => progress)).toEqual([1, 2, 3].slice(0, count));
      vi.advanceTimersByTime(15_000);
    }
    expect(heard[0]?.message).toBe("Waiting for a person (0 s)");
    await answer(card.id, { option: "option-1", text: "only today" });
    const { content, structuredContent } = await asked;
    expect(content[0]?.text).toMatch(/^Anna answered at .*: Yes\nIn own words: only today$/);
    expect(structuredContent).toMatchObject({
      status: "answered",
      request_id: card.id,
      option: "Yes",
      text: "only today",
      answered_by: "Anna",
    });
  });

  test("pending comes back with what to do, and wait_for_answer goes on", async () => {
    const client = await connect(agent.token);
    const first = await client.call("ask_human", { question: newQuestion(), wait_seconds: 0 });
    const { status, request_id } = first.structuredContent;
    expect(status).toBe("pending");
    expect(first.content[0]?.text).toContain(`Call wait_for_answer with request_id ${request_id}`);
    const waiting = client.call("wait_for_answer", { request_id });
    await answer(request_id, { text: "In own words" });
    expect((await waiting).structuredContent).toMatchObject({ status: "answered", request_id, text: "In own words" });
    // Fetched twice, it says the same.
    expect((await client.call("wait_for_answer", { request_id })).structuredContent).toMatchObject({ text: "In own words" });
  });

  test("hung up and asked again: the same request, and its answer", async () => {
    const client = await connect(agent.token);
    const said = { question: newQuestion(), options: ["Left", "Right"] };
    const hangUp = new AbortController();
    const lost = client.call("ask_human", said, { signal: hangUp.signal }).catch(() => "hung up");
    const card = await cardOf(said.question);
    hangUp.abort();
    expect(await lost).toBe("hung up");
    expect((await cardOf(said.question)).id).toBe(card.id);
    const again = client.call("ask_human", said);
    await answer(card.id, { option: "option-2" });
    expect((await again).structuredContent).toMatchObject({ request_id: card.id, option: "Right" });
  });

  test("two questions at once get each its own answer", async () => {
    const client = await connect(agent.token);
    const [left, right] = [newQuestion(), newQuestion()];
    const both = [left, right].map((question) => client.call("ask_human", { question }));
    await answer((await cardOf(right)).id, { text: "to the second" });
    await answer((await cardOf(left)).id, { text: "to the first" });
    expect((await Promise.all(both)).map(({ structuredContent }) => structuredContent.text)).toEqual(["to the first", "to the second"]);
  });

  test("tasks, progress and hand-overs become signals of the agent's run", async () => {
    const session = `run ${newQuestion()}`;
    const client = await connect(agent.token, { "x-beckon-session": session });
    const { task_id } = (await client.call("start_task", { title: "Orders v2" })).structuredContent;
    const half = await client.call("report_progress", { message: "Half of it", percent: 50, task_id });
    expect(half.structuredContent).toEqual({ status: "reported" });
    const offered = await client.call("hand_over", { to: "reviewer", task: "Read the change" });
    expect(offered.structuredContent).toMatchObject({ status: "offered" });
    const done = await client.call("complete_task", { task_id, summary: "Done" });
    expect(done.structuredContent).toEqual({ status: "completed", task_id });
    const { items } = await server.services.agents.sessions({ limit: 200 });
    const found = items.find(({ key }) => key === session)!;
    expect(found.task).toEqual({ id: task_id, subject: "Orders v2", status: "completed", progress: 100 });
    const timeline = await server.services.signals.timeline(found.id);
    expect(timeline.items.map(({ kind }) => kind).toSorted()).toEqual([
      "handoff.offered",
      "progress.reported",
      "progress.reported",
      "task.changed",
      "task.changed",
    ]);
  });

  test("what a person says goes with the answer to the next tool, once, and to its own run alone", async () => {
    const session = `run ${newQuestion()}`;
    const client = await connect(agent.token, { "x-beckon-session": session });
    const stranger = await connect((await makeToken(`thief of ${session}`)).token, { "x-beckon-session": session });
    const report = (by = client) => by.call("report_progress", { message: "Half of it" });
    await report();
    const run = (await server.services.agents.sessions({ limit: 200 })).items.find(({ key }) => key === session)!;
    expect(run.takes).toEqual(["message"]);
    const text = "Stop the old job first.\u001b[2J";
    const wish = { kind: "message", agentId: run.agentId, text, count: 1, timeoutSeconds: 600 } as const;
    const { commands } = await server.services.controls.request(operator, wish, undefined);
    expect((await report(stranger)).content).toHaveLength(1);
    const told = await report();
    expect(told.content.map((part) => part.text)).toEqual([
      "Reported. Go on; nobody has to answer this.",
      expect.stringMatching(/^Message from Anna, .*:\nStop the old job first\.\ufffd\[2J\nEnd of the message/u),
    ]);
    expect(told.structuredContent).toEqual({ status: "reported", message_from_person: told.content[1]?.text });
    const state = async () => (await server.services.controls.read(commands[0]!.id)).state;
    await expect.poll(state, { interval: 10 }).toBe("done");
    expect((await report()).content).toHaveLength(1);
  });

  test("wrong use is told in words, another agent's request is none, and a wrong token opens nothing", async () => {
    const client = await connect(agent.token);
    const wrong = await client.call("ask_human", { question: "a\0b", options: ["a", "a"] });
    expect(wrong.isError).toBe(true);
    expect(wrong.content[0]?.text).toMatch(/without NUL/);
    expect(wrong.content[0]?.text).not.toMatch(/ at .*\.(ts|js):/);

    const question = newQuestion();
    const { request_id } = (await client.call("ask_human", { question, wait_seconds: 0 })).structuredContent;
    const stranger = await connect((await makeToken("stranger")).token);
    for (const id of [request_id, "dr_0000000000000000000000", "../../etc/passwd"]) {
      const refused = await stranger.call("wait_for_answer", { request_id: id });
      expect(refused).toMatchObject({ isError: true, content: [{ text: "There is no such request." }] });
      expect(JSON.stringify(refused)).not.toContain(question);
    }
    await expect(connect("bk_wrong")).rejects.toThrow(/HTTP 401|Pair this device first/);
    await expect(connect((await makeToken("Prometheus", "metrics")).token)).rejects.toThrow(/HTTP 403|Not allowed/);
  });
});

test("a server that restarts while a call is held has the question still, and its answer for the retry", async () => {
  const said = { question: newQuestion(), options: ["Yes", "No"] };
  const before = await current("auto")(agent.token);
  const hangUp = new AbortController();
  const lost = before.call("ask_human", said, { signal: hangUp.signal }).catch(() => "lost");
  const card = await cardOf(said.question);
  await server.stop();
  hangUp.abort();
  expect(await lost).toBe("lost");
  server = await start(server.config.port);
  await answer(card.id, { option: "option-2" });
  const again = await (await current("auto")(agent.token)).call("ask_human", said);
  expect(again.structuredContent).toMatchObject({ status: "answered", request_id: card.id, option: "No" });
});
