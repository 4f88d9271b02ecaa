import { getRequestListener } from "@hono/node-server";
import type { Session } from "@beckon/contracts/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHookLab, type HookLab } from "../../../../test/support/hook-lab.ts";

let lab: HookLab;
beforeAll(async () => {
  lab = await openHookLab({ listener: getRequestListener });
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
