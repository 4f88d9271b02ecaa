import { getRequestListener } from "@hono/node-server";
import type { Session } from "@beckon/contracts/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHookLab, type HookLab } from "../../../../test/support/hook-lab.ts";

let lab: HookLab;
/** Seconds that nobody has to wait for. */
let ahead = 0;
beforeAll(async () => {
  lab = await openHookLab({ listener: getRequestListener, clock: () => new Date(Date.now() + ahead) });
});
afterAll(() => lab.close());

let calls = 0;
const step = (session: string, more: object = {}) => ({
  session_id: session,
  cwd: "/home/dev/shop",
  hook_event_name: "PreToolUse",
  tool_name: "Read",
  tool_input: { file_path: "/home/dev/shop/a.ts" },
  tool_use_id: `toolu_${(calls += 1)}`,
  ...more,
});
const sessionOf = async (key: string): Promise<Session> =>
  (await lab.person("GET", "/api/sessions?limit=200")).body.items.find((one: Session) => one.key === key);
const pause = async (key: string) => lab.person("POST", `/api/sessions/${(await sessionOf(key)).id}/pause`);
const resume = async (key: string) => lab.person("POST", `/api/sessions/${(await sessionOf(key)).id}/resume`);
const state = (key: string, wanted: string) => lab.until(`${key} is ${wanted}`, async () => (await sessionOf(key)).pause?.state === wanted);

test("a run is held at its next step until somebody lets it go on, and every word of it is true", async () => {
  expect((await lab.post("claude-code", step("run-1"))).body).toBe("");
  expect(await sessionOf("run-1")).toMatchObject({ canPause: true });
  const asked = await pause("run-1");
  expect(asked).toMatchObject({ status: 202, body: { state: "requested" } });
  expect(asked.body.by).toBe(lab.person.session.person.name);
  expect(await pause("run-1")).toMatchObject({ status: 200, body: { id: asked.body.id } });
  const beat = await lab.agent("POST", "/api/agents/heartbeat", { agent: { sessionId: "run-1" } });
  expect(beat.body.commands).toEqual([{ id: asked.body.id, kind: "pause" }]);

  // Its sub-agent stops with it.
  const replies = [
    lab.post("claude-code", step("run-1")),
    lab.post("claude-code", step("run-1", { agent_id: "a1", agent_type: "Explore" })),
  ];
  const answered: number[] = [];
  for (const reply of replies) void reply.then(({ status }) => answered.push(status));
  await state("run-1", "held");
  expect((await sessionOf("run-1")).pause).toMatchObject({ state: "held", step: "Read", heldAt: expect.any(String) });
  // Others go on.
  expect((await lab.post("claude-code", step("run-2"))).status).toBe(200);
  expect(answered).toEqual([]);

  expect(await resume("run-1")).toMatchObject({ status: 200, body: { state: "resumed" } });
  expect((await Promise.all(replies)).map(({ status, body }) => [status, body])).toEqual([
    [200, ""],
    [200, ""],
  ]);
  expect(await resume("run-1")).toMatchObject({ status: 409, body: { code: "session.not_paused" } });
  expect((await lab.post("claude-code", step("run-1"))).status).toBe(200);
  const audit = (await lab.person("GET", "/api/audit?limit=20")).body.items.map(({ action }: { action: string }) => action);
  expect(audit).toEqual(expect.arrayContaining(["session.pause_requested", "session.resumed"]));
});

test("a hook whose own time is over lets the run go on, and says so", async () => {
  await lab.post("claude-code", step("run-3"));
  await pause("run-3");
  const held = lab.hold("claude-code", step("run-3"));
  await state("run-3", "held");
  held.hangUp();
  await state("run-3", "let_go");
  expect((await sessionOf("run-3")).pause?.note).toMatch(/^Its hook stopped waiting after \d+ s/);
  expect((await lab.post("claude-code", step("run-3"))).status).toBe(200);
});

test("a command that asks again with its key stays held, also over a lost connection", async () => {
  const gemini = {
    session_id: "run-4",
    hook_event_name: "BeforeTool",
    tool_name: "read_file",
    tool_input: { path: "a" },
    timestamp: "2026-11-21T10:00:00Z",
  };
  await lab.post("gemini", { ...gemini, timestamp: new Date().toISOString() });
  await pause("run-4");
  const headers = { "idempotency-key": "k-4" };
  expect(await lab.post("gemini", gemini, { headers, query: "?wait=0" })).toMatchObject({ status: 202, body: { status: "pending" } });
  expect((await sessionOf("run-4")).pause?.state).toBe("held");
  const lost = lab.hold("gemini", gemini, { headers, query: "?wait=50" });
  lost.hangUp();
  const again = lab.post("gemini", gemini, { headers, query: "?wait=50" });
  await resume("run-4");
  expect(await again).toMatchObject({ status: 200, body: "" });
});

test("what nobody could hold is refused in words; viewers may not; who ends is let go", async () => {
  await lab.agent("POST", "/api/signals", {
    signals: [{ id: "n1", source: "test", at: new Date().toISOString(), session: "run-5", kind: "session.started", data: {} }],
  });
  expect(await pause("run-5")).toMatchObject({
    status: 409,
    body: { code: "session.cannot_pause", detail: expect.stringContaining("no hook") },
  });
  const viewer = await lab.app.pair({ role: "viewer" });
  expect((await viewer("POST", `/api/sessions/${(await sessionOf("run-5")).id}/pause`)).status).toBe(403);
  await lab.post("claude-code", step("run-6"));
  await pause("run-6");
  await lab.post("claude-code", { session_id: "run-6", hook_event_name: "SessionEnd", reason: "other" });
  await lab.app.services.pauses.sweep();
  expect((await sessionOf("run-6")).pause).toMatchObject({ state: "let_go", note: "The run ended." });
  expect(await pause("run-6")).toMatchObject({ status: 409, body: { detail: "The run has ended." } });
});

test("a tool of ours waits too, and tells the model what to do when its client's patience is over", async () => {
  await lab.post("claude-code", step("run-7"));
  await pause("run-7");
  const call = (wait: string) =>
    fetch(`http://127.0.0.1:${lab.port}/mcp`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        authorization: `Bearer ${lab.agent.token}`,
        "x-beckon-session": "run-7",
        "x-beckon-wait": wait,
        "mcp-protocol-version": "2025-11-25",
      },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "tools/call",
        params: { name: "report_progress", arguments: { message: "Half" } },
      }),
    }).then((answer) => answer.text());
  expect(await call("1")).toContain("A person has paused your work");
  const held = call("50");
  await state("run-7", "held");
  await resume("run-7");
  expect(await held).not.toContain("paused");
});

test("a hook that cannot ask again is sent back before its time is over: nothing runs, and it stays held", async () => {
  await lab.post("claude-code", step("run-8"));
  await pause("run-8");
  const { status, body } = await lab.post("claude-code", step("run-8"), { query: "?wait=0" });
  expect(status).toBe(200);
  expect(body.hookSpecificOutput).toMatchObject({ hookEventName: "PreToolUse", permissionDecision: "deny" });
  expect(body.hookSpecificOutput.permissionDecisionReason).toContain("a person has paused your work");
  expect((await sessionOf("run-8")).pause?.state).toBe("held");
  await resume("run-8");
  expect(await lab.post("claude-code", step("run-8"), { query: "?wait=0" })).toMatchObject({ status: 200, body: "" });
});

const gemini = (session: string, tool: string) => ({
  session_id: session,
  hook_event_name: "BeforeTool",
  tool_name: tool,
  tool_input: { path: `${tool}-${(calls += 1)}` },
  timestamp: new Date().toISOString(),
});
/** Held, and then told to ask again, which it does not: as if it, or its server, had died. */
const leave = (session: string, tool: string, key: string) =>
  lab.post("gemini", gemini(session, tool), { headers: { "idempotency-key": key }, query: "?wait=0" });

test("held by nobody any more, it is wanted still and says no more than that; the next step is held", async () => {
  await lab.post("gemini", gemini("run-9", "read_file"));
  const asked = await pause("run-9");
  expect((await leave("run-9", "read_file", "k-9")).status).toBe(202);
  expect((await sessionOf("run-9")).pause).toMatchObject({ state: "held", step: "read_file" });
  ahead += 80_000;
  await lab.app.services.pauses.sweep();
  const { pause: left } = await sessionOf("run-9");
  expect(left).toMatchObject({ id: asked.body.id, state: "requested" });
  expect(left).not.toHaveProperty("step");
  expect(left).not.toHaveProperty("heldAt");
  expect((await leave("run-9", "write_file", "k-9b")).status).toBe(202);
  expect((await sessionOf("run-9")).pause).toMatchObject({ id: asked.body.id, state: "held", step: "write_file" });
});

test("of several steps it tells of one that is really held; the end of another one's hook changes nothing", async () => {
  await lab.post("gemini", gemini("run-10", "read_file"));
  await pause("run-10");
  await leave("run-10", "read_file", "k-10a");
  await leave("run-10", "write_file", "k-10b");
  expect((await sessionOf("run-10")).pause).toMatchObject({ state: "held", step: "read_file" });
  const withdraw = (key: string, call = lab.agent) =>
    call("POST", "/hooks/withdraw", { agent: "gemini", key, reason: "the agent ended its hook" });
  await withdraw("k-10b");
  expect((await sessionOf("run-10")).pause?.state).toBe("held");
  ahead += 60_000;
  await leave("run-10", "replace", "k-10c");
  expect((await sessionOf("run-10")).pause).toMatchObject({ state: "held", step: "replace" });
  // A key is a secret between an agent and Beckon, and known to its own token alone.
  await withdraw("k-10c", await lab.app.token("agent", "stranger"));
  expect((await sessionOf("run-10")).pause?.state).toBe("held");
  await withdraw("k-10c");
  expect((await sessionOf("run-10")).pause).toMatchObject({ state: "let_go", note: "Its hook stopped waiting: the agent ended its hook" });
});

test("asked for and let go by many at once: one wish at a time, and at the end nothing is held", async () => {
  await lab.post("claude-code", step("run-11"));
  const asked = await Promise.all(Array.from({ length: 6 }, () => pause("run-11")));
  expect(asked.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 202]);
  expect(new Set(asked.map(({ body }) => body.id)).size).toBe(1);
  const held = [1, 2, 3].map(() => lab.hold("claude-code", step("run-11")));
  await state("run-11", "held");
  held[0]?.hangUp();
  const resumed = await Promise.all([resume("run-11"), resume("run-11")]);
  expect(resumed.map(({ status }) => status).toSorted()).not.toEqual([200, 200]);
  expect((await Promise.all(held.slice(1).map(({ reply }) => reply))).map(({ status, body }) => [status, body])).toEqual([
    [200, ""],
    [200, ""],
  ]);
  expect((await sessionOf("run-11")).pause?.state).toMatch(/^(resumed|let_go)$/);
  expect((await lab.post("claude-code", step("run-11"))).body).toBe("");
});
