import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { getRequestListener } from "@hono/node-server";
import type { Signal } from "@beckon/contracts/signals";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openHookLab, type HookLab } from "../../../../../test/support/hook-lab.ts";

const asset = join(import.meta.dirname, "../../../../../packages/agent-setup/assets/opencode-plugin.js");
const folder = mkdtempSync(join(tmpdir(), "beckon-plugin-"));
let lab: HookLab;
let told: Signal[] = [];
type Plugin = (input: { client: unknown }) => Promise<{ event(input: { event: unknown }): Promise<void> }>;
let make: Plugin;

/** The file as `connect` writes it. */
const load = async (name: string, url: string): Promise<Plugin> => {
  const text = readFileSync(asset, "utf8")
    .replace('"__BECKON_URL__"', JSON.stringify(url))
    .replace('"__BECKON_TOKEN__"', JSON.stringify(lab.agent.token))
    .replace('"__BECKON_HOST__"', JSON.stringify("dévbox"));
  writeFileSync(join(folder, name), text);
  return (await import(pathToFileURL(join(folder, name)).href)).BeckonPlugin;
};

beforeAll(async () => {
  // What was captured has times of its own, and old signals are not kept.
  const since = performance.now();
  const clock = () => new Date(Date.parse("2026-11-21T10:00:00.000Z") + performance.now() - since);
  lab = await openHookLab({ listener: getRequestListener, clock });
  lab.app.services.signals.onAccepted((_, signals) => void told.push(...signals));
  make = await load("beckon.mjs", `http://127.0.0.1:${lab.port}`);
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  told = [];
});

/** OpenCode as the plugin sees it: a client that takes replies. */
const openCode = async (plugin: Plugin = make) => {
  const replies: { url: string; body: unknown }[] = [];
  const client = { _client: { post: async (reply: { url: string; body: unknown }) => void replies.push(reply) } };
  const { event } = await plugin({ client });
  return { replies, send: (type: string, properties: object, id = `evt_${Math.random()}`) => event({ event: { id, type, properties } }) };
};

const permission = (sessionID: string, id: string) => ({
  id,
  sessionID,
  permission: "bash",
  patterns: ["git push origin main"],
  metadata: { command: "git push origin main" },
  always: ["git push *"],
  tool: { messageID: "msg_1", callID: `call_${id}` },
});

test.each([
  ["allow", {}, { reply: "once" }],
  ["always", {}, { reply: "always" }],
  ["deny", { text: "Rebase first" }, { reply: "reject", message: "Rebase first" }],
])("a permission: %s", async (option, more, body) => {
  const { replies, send } = await openCode();
  const session = `ses_${option}`;
  await send("permission.asked", permission(session, `per_${option}`));
  const [card] = await lab.waiting(session);
  expect(card).toMatchObject({
    title: "Run a command?",
    action: { command: "git push origin main" },
    agent: { vendor: "OpenCode", host: "dévbox" },
  });
  await lab.decide(card!.id, { option, ...more });
  expect(await lab.until("the reply", async () => replies[0])).toEqual({ url: `/permission/per_${option}/reply`, body });
});

test("questions: one label, several, and a text", async () => {
  const { replies, send } = await openCode();
  const options = [{ label: "Postgres", description: "server" }, { label: "SQLite" }];
  await send("question.asked", {
    id: "que_1",
    sessionID: "ses_q",
    questions: [
      { question: "One?", options },
      { question: "Several?", options, multiple: true },
      { question: "Own?", options },
    ],
  });
  const cards = await lab.waiting("ses_q", 3);
  const of = (title: string) => cards.find((card) => card.title === title)!.id;
  await lab.decide(of("One?"), { option: "option-2" });
  await lab.decide(of("Several?"), { text: "Postgres, SQLite" });
  await lab.decide(of("Own?"), { text: "DuckDB, of course" });
  expect(await lab.until("the reply", async () => replies[0])).toEqual({
    url: "/question/que_1/reply",
    body: { answers: [["SQLite"], ["Postgres", "SQLite"], ["DuckDB, of course"]] },
  });
});

test("answered in OpenCode: the card closes, nothing is replied", async () => {
  const { replies, send } = await openCode();
  await send("permission.asked", permission("ses_local", "per_local"));
  const [card] = await lab.waiting("ses_local");
  await send("permission.replied", { sessionID: "ses_local", requestID: "per_local", reply: "reject" });
  expect(await lab.settled(card!.id)).toMatchObject({ status: "cancelled", cancelReason: "refused in the terminal" });
  expect(replies).toEqual([]);
});

test("what happens is reported in its order, and only what is worth it", async () => {
  const { send } = await openCode();
  const session = "ses_facts";
  const message = { id: "msg_a", role: "assistant", sessionID: session, modelID: "m", providerID: "p", cost: 0.03354 };
  const tokens = { input: 2_860, output: 512, reasoning: 128, cache: { read: 51_200, write: 0 } };
  const time = { created: 1_795_229_536_791, completed: 1_795_229_543_246 };
  const part = (state: object) => ({
    sessionID: session,
    part: { type: "tool", tool: "bash", callID: "call_a", sessionID: session, state },
  });
  const input = { command: "touch hello.txt", description: "x".repeat(100_000) };
  await send("plugin.added", { id: "core" });
  await send("session.created", { sessionID: session, info: { id: session, directory: "/home/dev/shop", title: "lab" } });
  await send("message.updated", { info: { id: "msg_u", role: "user", sessionID: session, time } });
  await send("message.updated", { info: { ...message, cost: 0, time: { created: 1 } } });
  await send("message.part.updated", part({ status: "pending", input: {} }));
  await send("message.part.updated", part({ status: "running", input, time: { start: 1_795_229_540_392 } }));
  await send(
    "message.part.updated",
    part({ status: "completed", input, output: "y".repeat(2_000_000), time: { start: 1_795_229_540_392, end: 1_795_229_542_983 } }),
  );
  for (let times = 0; times < 3; times += 1) await send("message.updated", { info: { ...message, tokens, time } });
  // Of a run that is closed at once the time never follows.
  const last = { ...message, id: "msg_b", finish: "stop", tokens, time: { created: 1_795_229_544_000 } };
  await send("message.updated", { info: last });
  await send("message.updated", { info: { ...last, time } });
  await send("session.idle", { sessionID: session });
  await lab.until("the end of the turn", async () => told.some(({ kind }) => kind === "turn.ended"));
  expect(told.map(({ kind }) => kind)).toEqual([
    "session.started",
    "turn.started",
    "tool.started",
    "tool.ended",
    "model.called",
    "model.called",
    "turn.ended",
  ]);
  expect(told.find(({ kind }) => kind === "model.called")).toMatchObject({
    id: "call:msg_a",
    data: { tokens: { input: 2_860, output: 640, cacheRead: 51_200, reasoning: 128 }, costMicros: 33_540, durationMs: 6_455 },
  });
  expect(told.filter(({ kind }) => kind === "model.called")[1]).toMatchObject({ id: "call:msg_b", data: { costMicros: 33_540 } });
  expect(told.find(({ kind }) => kind === "tool.ended")).toMatchObject({
    data: { command: "touch hello.txt", ok: true, durationMs: 2_591 },
  });
});

test("nobody listens: OpenCode goes on, and its own form stays", async () => {
  const { replies, send } = await openCode(await load("away.mjs", "http://127.0.0.1:9"));
  await send("permission.asked", permission("ses_away", "per_away"));
  await send("session.idle", { sessionID: "ses_away" });
  await send("permission.replied", null as never);
  expect(replies).toEqual([]);
});
