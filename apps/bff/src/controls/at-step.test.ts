import { getRequestListener } from "@hono/node-server";
import type { Session } from "@beckon/contracts/agents";
import type { Command } from "@beckon/contracts/controls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHookLab, type HookLab } from "../../../../test/support/hook-lab.ts";
import { commanding } from "../../../../test/support/host-lab.ts";

let lab: HookLab;
/** Seconds that nobody has to wait for. */
let ahead = 0;
beforeAll(async () => {
  lab = await openHookLab({ listener: getRequestListener, clock: () => new Date(Date.now() + ahead) });
});
afterAll(() => lab.close());

let calls = 0;
/** Each run is an agent of its own. */
const step = (session: string) => ({
  session_id: session,
  cwd: "/home/dev/shop",
  hook_event_name: "PreToolUse",
  tool_name: "Read",
  tool_input: { file_path: "/home/dev/shop/a.ts" },
  tool_use_id: `toolu_${(calls += 1)}`,
});
const sessionOf = async (key: string): Promise<Session> =>
  (await lab.person("GET", "/api/sessions?limit=200")).body.items.find((one: Session) => one.key === key);
/** A run of an agent that no runner started, and that has waited for us once. */
const aRun = async (key: string) => {
  const token = await lab.app.token("agent", key);
  const send = { headers: { authorization: `Bearer ${token.token}` } };
  await lab.post("claude-code", step(key), send);
  const { agentId, id } = await sessionOf(key);
  return {
    agentId,
    id,
    hold: () => lab.hold("claude-code", step(key), send),
    pause: async () => (await sessionOf(key)).pause,
    ask: async (kind: string, more: object = {}) => (await commanding(lab.person)({ kind, agentId, ...more }))[0],
  };
};
const read = async ({ id }: Command): Promise<Command> => (await lab.person("GET", `/api/commands/${id}`)).body;
const becomes = (command: Command, state: string) => lab.until(`it is ${state}`, async () => (await read(command)).state === state);

test("a run without a runner: paused at its next step, done when it stands still, and let go on", async () => {
  const run = await aRun("s-1");
  const asked = await run.ask("pause", { timeoutSeconds: 900 });
  expect(asked).toMatchObject({ state: "requested", via: "step", sessionId: run.id, agentId: run.agentId, subject: "s-1" });
  expect(asked).not.toHaveProperty("hostId");
  const twice = await lab.person("POST", "/api/commands", { kind: "pause", agentId: run.agentId });
  expect(twice).toMatchObject({ status: 409, body: { code: "command.under_way", command: { id: asked.id } } });
  const held = run.hold();
  await becomes(asked, "done");
  expect(await read(asked)).toMatchObject({ result: "It stands still before Read." });
  expect((await run.pause())?.state).toBe("held");
  const still = await lab.person("POST", "/api/commands", { kind: "pause", agentId: run.agentId });
  expect(still).toMatchObject({ status: 409, body: { code: "command.not_possible", detail: "It stands still already." } });
  expect(await run.ask("resume")).toMatchObject({ kind: "resume", state: "done", result: "It goes on.", via: "step" });
  expect((await held.reply).status).toBe(200);
  const audit = (await lab.person("GET", "/api/audit?limit=10&action=command")).body.items;
  expect(audit.map(({ action, actor }: { action: string; actor: { name: string } }) => `${action} ${actor.name}`).toReversed()).toEqual([
    "command.requested Owner",
    "command.done next step",
    "command.requested Owner",
    "command.done Owner",
  ]);
});

test("the run takes no step in time: the command is given up, and the wish with it", async () => {
  const run = await aRun("s-2");
  const asked = await run.ask("pause", { timeoutSeconds: 60 });
  ahead += 61_000;
  expect(await read(asked)).toMatchObject({ state: "expired", result: "The run came to no step in 61 s; the wish is taken back." });
  expect(await run.pause()).toMatchObject({ state: "let_go", note: "Nobody waited for it any longer." });
  expect((await run.hold().reply).status).toBe(200);
});

test("taken back before it stood still, by the command or on the run's own page: both say the same", async () => {
  const run = await aRun("s-3");
  const asked = await run.ask("pause");
  expect((await lab.person("POST", `/api/commands/${asked.id}/cancel`)).body).toMatchObject({ state: "cancelled" });
  expect(await run.pause()).toMatchObject({ state: "let_go", note: "Taken back by Owner." });
  expect((await run.hold().reply).status).toBe(200);
  const again = await run.ask("pause");
  await lab.person("POST", `/api/sessions/${run.id}/resume`);
  expect(await read(again)).toMatchObject({ state: "cancelled", result: "Let go on before it stood still, by Owner." });
});

test("the run ends before it came to a step: that is what the command says", async () => {
  const run = await aRun("s-4");
  const asked = await run.ask("pause", { timeoutSeconds: 900 });
  await lab.app.database.executeSql(`update session set ended_at = now() where id = '${run.id}'`);
  await lab.app.services.pauses.sweep();
  expect(await read(asked)).toMatchObject({ state: "failed", result: "The run ended." });
});

test("a wish of before is joined, and the key makes the same request the same command", async () => {
  const run = await aRun("s-5");
  const wished = await lab.person("POST", `/api/sessions/${run.id}/pause`);
  const key = { "idempotency-key": "step-1" };
  const body = { kind: "pause", agentId: run.agentId, timeoutSeconds: 900 };
  const first = await lab.person("POST", "/api/commands", body, key);
  const again = await lab.person("POST", "/api/commands", body, key);
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(first.body);
  const held = run.hold();
  await becomes(first.body.commands[0], "done");
  expect(await run.pause()).toMatchObject({ id: wished.body.id, state: "held" });
  await run.ask("resume");
  expect((await held.reply).status).toBe(200);
});
