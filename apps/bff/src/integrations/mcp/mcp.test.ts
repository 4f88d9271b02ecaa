import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../../test/support/test-app.ts";
import { accessTopic } from "../../access/access.types.ts";
import { authenticate } from "../../platform/http/authenticate.ts";
import type { Env } from "../../platform/http/env.ts";
import { originCheck } from "../../platform/http/origin-check.ts";
import { toProblem } from "../../platform/http/problem.ts";
import { requestContext } from "../../platform/http/request-context.ts";
import { hold } from "./hold.ts";
import { mcpRoutes } from "./mcp.routes.ts";

let app: TestApp;
let mcp: { request(url: string, init: RequestInit): Response | Promise<Response> };
let now = new Date("2026-11-21T10:00:00.000Z");
let agent: Awaited<ReturnType<TestApp["token"]>>;
let person: Awaited<ReturnType<TestApp["pair"]>>;

/** The route alone, for what the whole app cannot be made to do. */
const compose = ({ services: s }: TestApp, change: object = {}) =>
  new Hono<Env>()
    .onError(toProblem)
    .use(requestContext({ logger: s.logger }))
    .use(authenticate({ identify: s.access.identify }))
    .use(originCheck({ publicOrigin: s.config.publicOrigin }))
    .route("/", mcpRoutes({ ...s, accessTopic, ...change }));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  mcp = app.app;
  agent = await app.token("agent", "builder");
  person = await app.pair({ person: "Anna", role: "operator", deviceName: "Phone" });
});
afterAll(() => app.close());
beforeEach(() => {
  now = new Date(now.getTime() + 3_600_000);
});

const send = async (body: unknown, headers: Record<string, string> = {}, on = mcp) =>
  on.request("http://localhost:8787/mcp", {
    method: "POST",
    headers: { authorization: `Bearer ${agent.token}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** The JSON-RPC messages of an event stream, the last one being the result. */
const messagesOf = async (response: Response): Promise<any[]> =>
  (await response.text())
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice(6)));
const call = async (
  name: string,
  args: object,
  { meta, headers, on }: { meta?: object; headers?: Record<string, string>; on?: typeof mcp } = {},
) => {
  const params = { name, arguments: args, ...(meta ? { _meta: meta } : {}) };
  const response = await send({ jsonrpc: "2.0", id: 1, method: "tools/call", params }, headers, on);
  return (await messagesOf(response)).at(-1).result;
};
const ask = async (args: object, options?: Parameters<typeof call>[2]) =>
  (await call("ask_human", { wait_seconds: 0, ...args }, options)).structuredContent;
const answer = async (id: string, body: object) =>
  expect((await person("PUT", `/api/decision-requests/${id}/decision`, body)).status).toBe(200);
const pending = async () => (await person("GET", "/api/decision-requests?status=pending")).body.items as any[];

type Captured = {
  method: string;
  headers: Record<string, string>;
  body?: { method: string; params?: { name?: string; protocolVersion?: string } };
};
const captured = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as Captured[];

describe("what real clients were seen to send", () => {
  const start = ["initialize 200", "notifications/initialized 202"];
  test.each([
    ["claude-code", "Claude Code", ["server/discover 200", "subscriptions/listen 200", "tools/list 200", "ask_human 200", "ask_human 200"]],
    ["codex", "Codex", [...start, "tools/list 200", "ask_human 200", "notifications/cancelled 202"]],
    // Its calls do not say who calls: only the first message does.
    ["gemini-cli", undefined, [...start, "GET 405", "tools/list 200", "ask_human 200"]],
    [
      "opencode",
      "OpenCode",
      [...start, "GET 405", "tools/list 200", "ask_human 200", "notifications/cancelled 202", "notifications/cancelled 202"],
    ],
  ])("%s: every message of the run, in its order", async (name, vendor, statuses) => {
    const told: string[] = [];
    for (const { method, headers, body } of captured(name)) {
      const response = await mcp.request("http://localhost:8787/mcp", {
        method,
        headers: { ...headers, authorization: `Bearer ${agent.token}` },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const what = body?.params?.name ?? body?.method ?? method;
      if (what === "subscriptions/listen") await response.body?.cancel();
      if (what === "ask_human") {
        const [card] = await expect.poll(pending).toHaveLength(1).then(pending);
        expect(card).toMatchObject({ title: "Deploy now?", agent: { name: "builder", ...(vendor ? { vendor } : {}) } });
        expect(card.agent.sessionId).toBe(name === "codex" ? "01a1fbee-d1c4-76a1-96e5-930203fd2684" : undefined);
        await answer(card.id, { text: "Yes, now" });
        const [progress, result] = await messagesOf(response);
        expect(progress.method).toBe("notifications/progress");
        expect(result.result.structuredContent).toMatchObject({ status: "answered", text: "Yes, now" });
      } else if (what === "tools/list") {
        expect((await messagesOf(response)).at(-1).result.tools).toHaveLength(7);
      } else if (what === "initialize") {
        const asked = body?.params?.protocolVersion;
        expect((await messagesOf(response)).at(-1).result).toMatchObject({ protocolVersion: asked, serverInfo: { name: "beckon" } });
      } else if (what === "server/discover") {
        expect((await messagesOf(response)).at(-1).result.supportedVersions).toContain("2026-07-28");
      }
      told.push(`${what} ${response.status}`);
    }
    expect(told).toEqual(statuses);
  });
});

describe("the same question again", () => {
  test("meets the pending request, and the answer that nobody fetched", async () => {
    const first = await ask({ question: "A?" });
    expect((await ask({ question: "A?" })).request_id).toBe(first.request_id);
    await answer(first.request_id, { text: "yes" });
    now = new Date(now.getTime() + 599_000);
    expect(await ask({ question: "A?" })).toMatchObject({ request_id: first.request_id, status: "answered", text: "yes" });
  });

  test("is a new one once the answer was handed over: a yes is good for one time", async () => {
    const first = await ask({ question: "B?" });
    await answer(first.request_id, { text: "yes" });
    expect(await call("wait_for_answer", { request_id: first.request_id })).toMatchObject({ structuredContent: { status: "answered" } });
    const second = await ask({ question: "B?" });
    expect(second).toMatchObject({ status: "pending" });
    expect(second.request_id).not.toBe(first.request_id);
    await answer(second.request_id, { text: "no" });
    expect((await ask({ question: "B?" })).text).toBe("no");
    expect((await ask({ question: "B?" })).status).toBe("pending");
  });

  test("is a new one when nobody fetched the answer for ten minutes", async () => {
    const first = await ask({ question: "C?" });
    await answer(first.request_id, { text: "yes" });
    now = new Date(now.getTime() + 601_000);
    expect((await ask({ question: "C?" })).status).toBe("pending");
  });

  test("meets the answer that came while its asker was hanging up: it was not handed over", async () => {
    const first = await ask({ question: "L?" });
    await answer(first.request_id, { text: "yes" });
    const gone = { id: first.request_id, seconds: 50, signal: AbortSignal.abort() };
    await hold({ ...app.services, accessTopic })({ id: agent.id, name: "builder" }, gone);
    expect(await ask({ question: "L?" })).toMatchObject({ request_id: first.request_id, text: "yes" });
  });

  test("asked twice at the same moment is one request, also after an answer", async () => {
    const twice = async () =>
      new Set((await Promise.all([ask({ question: "D?" }), ask({ question: "D?" })])).map((told) => told.request_id));
    const [first] = [...(await twice())];
    await answer(first, { text: "yes" });
    await call("wait_for_answer", { request_id: first });
    const again = await twice();
    expect(again.size).toBe(1);
    expect(again.has(first)).toBe(false);
  });

  test("with another word, from another run, agent or token, is another question", async () => {
    const stranger = await app.token("agent", "stranger");
    const base = { question: "E?", options: ["Yes", "No"], context: "Plan 1" };
    const ids = [
      await ask(base),
      await ask({ ...base, context: "Plan 2" }),
      await ask({ ...base, options: ["No", "Yes"] }),
      await ask({ ...base, risk: "critical" }),
      await ask(base, { headers: { "x-beckon-session": "s1" } }),
      await ask(base, { headers: { "x-beckon-agent": "reviewer" } }),
      await ask(base, { headers: { authorization: `Bearer ${stranger.token}` } }),
    ].map(({ request_id }) => request_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await ask(base)).request_id).toBe(ids[0]);
  });

  test("meets its request after a restart of the server", async () => {
    const { request_id } = await ask({ question: "F?" });
    const restarted = compose(app);
    expect((await ask({ question: "F?" }, { on: restarted })).request_id).toBe(request_id);
    await answer(request_id, { text: "yes" });
    expect((await call("wait_for_answer", { request_id }, { on: restarted })).structuredContent.text).toBe("yes");
  });
});

describe("what became of a question", () => {
  test("withdrawn and expired are told as no answer", async () => {
    const withdrawn = await ask({ question: "G?" });
    await agent("POST", `/api/decision-requests/${withdrawn.request_id}/cancel`, { reason: "answered in the terminal" });
    expect(await ask({ question: "G?" })).toMatchObject({ status: "withdrawn", request_id: withdrawn.request_id });

    const expired = await ask({ question: "H?", expires_in_minutes: 5 });
    now = new Date(now.getTime() + 301_000);
    await app.services.decisions.expireDue();
    expect(await ask({ question: "H?", expires_in_minutes: 5 })).toMatchObject({ status: "expired", request_id: expired.request_id });
    expect((await ask({ question: "H?", expires_in_minutes: 5 })).status).toBe("pending");
  });

  test("a caller who hangs up withdraws nothing", async () => {
    const controller = new AbortController();
    const response = await mcp.request("http://localhost:8787/mcp", {
      method: "POST",
      headers: { authorization: `Bearer ${agent.token}`, "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "ask_human", arguments: { question: "I?" } } }),
      signal: controller.signal,
    });
    const find = async () => (await pending()).find(({ title }) => title === "I?");
    await expect.poll(find).toBeDefined();
    controller.abort();
    await response.text().catch(() => "");
    expect((await find()).status).toBe("pending");
  });

  test("a revoked token hears no answer any more", async () => {
    const leaver = await app.token("agent", "leaver");
    const held = call("ask_human", { question: "J?" }, { headers: { authorization: `Bearer ${leaver.token}` } });
    await expect.poll(async () => (await pending()).some(({ title }) => title === "J?")).toBe(true);
    await app.local("DELETE", `/api/tokens/${leaver.id}`);
    expect(await held).toMatchObject({ isError: true, content: [{ text: "This access was revoked." }] });
  });
});

describe("who asks", () => {
  test("Claude Code names its call only: the run that has it open is the asker", async () => {
    const started = { id: "tool-start:toolu_9", source: "claude-code", at: now.toISOString(), session: "claude-run", kind: "tool.started" };
    const data = { callId: "toolu_9", tool: "mcp__beckon__ask_human" };
    await agent("POST", "/api/signals", { signals: [{ ...started, agent: { host: "laptop" }, data }] });
    const { request_id } = await ask({ question: "K?" }, { meta: { "claudecode/toolUseId": "toolu_9" } });
    expect((await agent("GET", `/api/decision-requests/${request_id}`)).body.agent.sessionId).toBe("claude-run");
  });

  test("a client that connects is seen before it does anything", async () => {
    const newcomer = await app.token("agent", "newcomer");
    const hello = { jsonrpc: "2.0", id: 0, method: "initialize" };
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "opencode", version: "1" } };
    for (let times = 0; times < 2; times += 1)
      await (await send({ ...hello, params }, { authorization: `Bearer ${newcomer.token}`, "x-beckon-host": "laptop" })).text();
    const agents = (await person("GET", "/api/agents")).body.items.filter(({ name }: { name: string }) => name === "newcomer");
    expect(agents).toMatchObject([{ vendor: "OpenCode", host: "laptop" }]);
  });
});

describe("the door", () => {
  const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };

  test("programs without Origin pass with a token of theirs, and no Accept header is needed", async () => {
    expect((await send(list)).status).toBe(200);
    for (const scope of ["host", "admin"] as const)
      expect((await send(list, { authorization: `Bearer ${(await app.token(scope)).token}` })).status).toBe(200);
    expect((await send(list, { authorization: `Bearer ${(await app.token("metrics")).token}` })).status).toBe(403);
  });

  test("a page of another site is refused, whatever cookie it brings", async () => {
    const foreign = { authorization: "", cookie: person.cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await send(list, foreign)).status).toBe(403);
    expect((await send(list, { authorization: "", cookie: person.cookie, origin: "http://localhost:8787" })).status).toBe(403);
  });

  test.each([
    ["no JSON", "{", 400],
    ["no JSON-RPC", { hello: 1 }, 422],
    ["an empty batch", [], 422],
    ["another version of JSON-RPC", { ...list, jsonrpc: "1.0" }, 422],
    ["a method that is no text", { ...list, method: 7 }, 400],
  ])("%s: a problem that a program can read", async (_name, body, status) => {
    const response = await send(body);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect((await response.json()) as object).toMatchObject({ status, code: expect.any(String) });
  });

  test("a revision that is not served is told in the protocol's own words, for clients negotiate by them", async () => {
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2099-01-01",
      "io.modelcontextprotocol/clientInfo": { name: "x", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    const response = await send(
      { ...list, params: { _meta } },
      { "mcp-protocol-version": "2099-01-01", "mcp-method": "tools/list", accept: "application/json, text/event-stream" },
    );
    expect(response.status).toBe(400);
    expect((await response.json()) as object).toMatchObject({ jsonrpc: "2.0", error: { data: { supported: ["2026-07-28"] } } });
  });

  test("GET and DELETE are told that there is no session", async () => {
    for (const method of ["GET", "DELETE"]) {
      const response = await mcp.request("http://localhost:8787/mcp", { method, headers: { authorization: `Bearer ${agent.token}` } });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
  });

  test("a failure inside is told without its inside, and logged", async () => {
    const logged: unknown[] = [];
    const logger = { ...app.services.logger, error: (what: unknown) => logged.push(what), debug: () => {} };
    const broken = compose(app, { logger, signals: { append: () => Promise.reject(new Error("connection to 10.0.0.7 lost")) } });
    const told = await call("report_progress", { message: "Half" }, { on: broken });
    expect(told.isError).toBe(true);
    expect(JSON.stringify(told)).not.toContain("10.0.0.7");
    expect(logged).toHaveLength(1);
  });
});
