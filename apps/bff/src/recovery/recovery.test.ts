import type { Recovery, RecoveryItem, RecoveryPreview } from "@beckon/contracts/recovery";
import type { Task } from "@beckon/contracts/tasks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, openRunner, type TestRunner } from "../../../../test/support/host-lab.ts";
import { createAuthenticator } from "../../../../test/support/software-authenticator.ts";
import { createTestApp, origin, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let agent: Call & { id: string };
let devbox: TestRunner;
let server: TestRunner;
let now = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => (now = new Date(now.getTime() + ms));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  agent = await app.token("agent", "Builder");
});
afterAll(() => app.close());
beforeEach(async () => {
  later(7_200_000);
  for (const table of ["host", "command", "recovery", "task", "coordination", "coordination_case", "session", "agent"])
    await app.database.executeSql(`delete from ${table}`);
  devbox = await openRunner(await app.token("host", "devbox"), "devbox");
  server = await openRunner(await app.token("host", "server"), "server");
});

const preview = async (action: string): Promise<RecoveryPreview> => (await owner("POST", "/api/recoveries/preview", { action })).body;
const words: Record<string, string> = { pause_all: "pause", stop_tasks: "stop", restart_all: "restart", clear_queue: "clear" };
const press = (action: string, more: object = {}, by: Call = owner) =>
  by("POST", "/api/recoveries", { action, confirm: words[action] ?? (action === "maintenance" ? action : "reset"), ...more });
/** Pressed, and carried as far as it goes without the machines. */
const pressed = async (action: string, more: object = {}): Promise<Recovery> => {
  const { status, body } = await press(action, more);
  expect(status, JSON.stringify(body)).toBe(201);
  await app.services.recovery.sweep();
  return body;
};
const resumed = async (id: string): Promise<Recovery & { items: RecoveryItem[] }> => {
  const asked = await owner("POST", `/api/recoveries/${id}/resume`, { confirm: "resume" });
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  await app.services.recovery.sweep();
  return read(id);
};
const read = async (id: string): Promise<Recovery & { items: RecoveryItem[] }> =>
  (await owner("GET", `/api/recoveries/${id}?limit=500`)).body;
/** What was fetched is done there: a machine says so, with its processes in that state. */
const obey = async (runner: TestRunner, processes: { id: string }[], state: string) => {
  const commands = await runner.fetch();
  await runner.report({
    processes: processes.map((one) => ({ ...one, state })),
    commands: commands.map(({ id }) => ({ id, state: "done", result: "its process stands still" })),
  });
  await app.services.recovery.sweep();
  return commands;
};
const run = async (runner: TestRunner, count: number, more: object = {}) => {
  const processes = Array.from({ length: count }, (_, index) => aProcess({ agent: `${runner.name}-${index + 1}`, ...more }));
  await runner.report({ processes });
  // As many as were asked for: no test takes more of them.
  return processes as unknown as [Started, Started, Started, ...Started[]];
};
type Started = { id: string; agent: string };
const make = async (input: object = {}): Promise<Task> => (await owner("POST", "/api/tasks", { title: "Add a column", ...input })).body;
const begin = async (id: string, name = "builder-1"): Promise<Task> =>
  (await agent("POST", `/api/tasks/${id}/start`, { agent: { name, host: "laptop" } })).body;
const task = async (id: string): Promise<Task> => (await owner("GET", `/api/tasks/${id}`)).body;
const audited = async (subject: string) =>
  (await owner("GET", `/api/audit?subject=${subject}`)).body.items.map(({ action }: { action: string }) => action).toReversed();

test("pause all: what it will touch, one command for each process, settled by what the machines say, and exactly that resumed", async () => {
  const mine = await run(devbox, 2);
  const others = await run(server, 1);
  // A person paused this one before; it stays as it is, now and afterwards.
  const [before] = await run(devbox, 1, { agent: "devbox-9", state: "paused" });
  const seen = await preview("pause_all");
  expect(seen).toMatchObject({ action: "pause_all", word: "pause", total: 3, unreachable: 0, canResume: true });
  expect(seen.items.map(({ name, where, act, before: was }) => `${name} ${where} ${act} ${was}`).toSorted()).toEqual([
    "devbox-1 devbox pause running",
    "devbox-2 devbox pause running",
    "server-1 server pause running",
  ]);
  expect((await owner("GET", "/api/recoveries")).body.items).toEqual([]);

  const { id } = await pressed("pause_all", { previewOf: seen.hash, reason: "It burns money" });
  expect(await read(id)).toMatchObject({
    state: "running",
    counts: { total: 3, sent: 3 },
    by: { name: "Owner" },
    reason: "It burns money",
  });
  expect((await obey(devbox, mine, "paused")).map(({ kind }) => kind)).toEqual(["pause", "pause"]);
  expect(await read(id)).toMatchObject({ state: "running", counts: { sent: 1, done: 2 } });
  // Pressed again while it is under way: it is the same one.
  expect(await press("pause_all")).toMatchObject({ status: 200, body: { id } });
  await obey(server, others, "paused");
  expect(await read(id)).toMatchObject({ state: "done", canResume: true, counts: { total: 3, done: 3 }, problems: [] });

  const back = await resumed(id);
  expect(back).toMatchObject({ state: "resuming", back: { total: 3, sent: 3 } });
  const told = await obey(devbox, mine, "running");
  expect(told.map(({ kind, processId }) => `${kind} ${processId}`).toSorted()).toEqual(mine.map((one) => `resume ${one.id}`).toSorted());
  expect(told.map(({ processId }) => processId)).not.toContain(before?.id);
  await obey(server, others, "running");
  expect(await read(id)).toMatchObject({ state: "resumed", canResume: false, back: { done: 3 }, resumedBy: { name: "Owner" } });
  expect(await audited(id)).toEqual(["recovery.requested", "recovery.done", "recovery.resume_requested", "recovery.resumed"]);
  expect((await owner("POST", `/api/recoveries/${id}/resume`, { confirm: "resume" })).body).toMatchObject({ state: "resumed" });
});

test("resume leaves alone what somebody touched or what ended meanwhile, and says so", async () => {
  const [one, two, three] = await run(devbox, 3);
  const { id } = await pressed("pause_all");
  await obey(devbox, [one, two, three], "paused");
  // One was let go on and paused again by a person; one has ended.
  const command = async (kind: string, processId: string) => {
    await owner("POST", "/api/commands", { kind, hostId: devbox.id, processId });
    await obey(devbox, [one], kind === "resume" ? "running" : "paused");
    later(1_000);
  };
  await command("resume", one.id);
  await command("pause", one.id);
  await devbox.report({ processes: [{ ...two, state: "exited", exitCode: 0, endedAt: now.toISOString() }] });
  const back = await resumed(id);
  const wordsOf = (target: string) => back.items.find((item) => item.id === target)?.back;
  expect(wordsOf(one.id)).toEqual({ state: "skipped", words: "Left alone: pause by Owner came after it." });
  expect(wordsOf(two.id)).toEqual({ state: "skipped", words: "It has ended meanwhile." });
  expect(wordsOf(three.id)?.state).toBe("sent");
  expect((await obey(devbox, [three], "running")).map(({ processId }) => processId)).toEqual([three.id]);
  const over = await read(id);
  expect(over).toMatchObject({ state: "resumed", back: { done: 1, skipped: 2 } });
  expect(over.problems.map(({ words: said }) => said)).toContain("It has ended meanwhile.");
});

test("resumed before a machine has fetched it: taken back there, and nothing is done later", async () => {
  const [one] = await run(devbox, 1);
  const { id } = await pressed("pause_all");
  expect(await resumed(id)).toMatchObject({ state: "resumed", counts: { skipped: 1 }, back: { skipped: 1 } });
  expect(await devbox.fetch()).toEqual([]);
  expect((await owner("GET", "/api/hosts")).body.items[0].processes[0]).toMatchObject({ id: one.id, state: "running" });
});

test("fetched, and resumed before it was done: paused, and brought back at once", async () => {
  const mine = await run(devbox, 1);
  const { id } = await pressed("pause_all");
  const [pause] = await devbox.fetch();
  expect(await resumed(id)).toMatchObject({ state: "resuming", counts: { sent: 1 } });
  await devbox.report({ processes: mine.map((one) => ({ ...one, state: "paused" })), commands: [{ id: pause?.id, state: "done" }] });
  await app.services.recovery.sweep();
  expect((await obey(devbox, mine, "running")).map(({ kind }) => kind)).toEqual(["resume"]);
  expect(await read(id)).toMatchObject({ state: "resumed", counts: { done: 1 }, back: { done: 1 } });
});

test("a start that is under way is paused too, behind it; a machine that says no is named with why", async () => {
  await owner("POST", "/api/commands", { kind: "start", hostId: devbox.id, profile: "developer" });
  later(1);
  expect((await preview("pause_all")).items).toMatchObject([{ name: "developer-1", before: "asked to start", act: "pause" }]);
  const { id } = await pressed("pause_all");
  const commands = await devbox.fetch();
  expect(commands.map(({ kind }) => kind)).toEqual(["start", "pause"]);
  const [start, pause] = commands;
  await devbox.report({
    processes: [aProcess({ id: start?.processId, agent: "developer-1" })],
    commands: [
      { id: start?.id, state: "done" },
      { id: pause?.id, state: "failed", result: "1 of its 2 processes do not stand still" },
    ],
  });
  await app.services.recovery.sweep();
  expect(await read(id)).toMatchObject({
    state: "done",
    counts: { failed: 1 },
    problems: [{ name: "developer-1", where: "devbox", words: "1 of its 2 processes do not stand still" }],
  });
});

test("stop all tasks: blocked with their agents, and each exactly back, but for one that somebody changed", async () => {
  const [first, second, given, waiting] = [await make(), await make({ title: "B" }), await make({ agent: { name: "zoe" } }), await make()];
  const [one, two] = [await begin(first.id), await begin(second.id, "builder-2")];
  later(60_000);
  const seen = await preview("stop_tasks");
  expect(seen.byKind).toEqual(
    expect.arrayContaining([
      { kind: "task", act: "hold", count: 3 },
      // Nothing of these waits for Beckon: that they go on is said.
    ]),
  );
  const { id } = await pressed("stop_tasks");
  expect(await task(first.id)).toMatchObject({ status: "blocked", blockedBy: "Stop all tasks, by Owner", agent: { name: "builder-1" } });
  expect(await task(given.id)).toMatchObject({ status: "blocked", agent: { name: "zoe" } });
  expect((await task(waiting.id)).status).toBe("pending");
  expect(await read(id)).toMatchObject({ state: "done", counts: { done: 3 } });
  await owner("PATCH", `/api/tasks/${second.id}`, { version: (await task(second.id)).version, status: "cancelled" });
  const back = await resumed(id);
  expect(back).toMatchObject({ state: "resumed", back: { done: 2, skipped: 1 } });
  expect(back.items.find((item) => item.id === second.id)?.back?.words).toBe("It is cancelled since: Owner changed it.");
  const { version: _, updatedAt: __, ...same } = one;
  expect(await task(first.id)).toMatchObject(same);
  expect(await task(given.id)).toMatchObject({ status: "assigned", agent: { name: "zoe" } });
  expect((await task(given.id)).blockedBy).toBeUndefined();
  expect(two.status).toBe("in_progress");
  const history = (await owner("GET", `/api/tasks/${first.id}/history`)).body.items;
  expect(history.at(-1)).toMatchObject({ kind: "restored", by: "Owner", from: "blocked", to: "in_progress" });
});

test("clear the queue, and it is back in the old order; what waits for it waits on", async () => {
  const low = await make({ title: "low", priority: "low" });
  later(1_000);
  const [high, old] = [await make({ title: "high", priority: "high" }), await make({ title: "medium" })];
  const dependent = await make({ title: "after", dependencies: [old.id] });
  const seen = await preview("clear_queue");
  expect(seen).toMatchObject({ total: 3, canResume: true });
  // Somebody adds one meanwhile: what cannot be meant is not touched.
  const late = await make({ title: "late" });
  const refused = await press("clear_queue", { previewOf: seen.hash });
  expect(refused).toMatchObject({ status: 409, body: { code: "recovery.preview_changed", preview: { total: 4 } } });
  const { id } = await pressed("clear_queue", { previewOf: refused.body.preview.hash });
  for (const one of [low, high, old, late]) expect((await task(one.id)).status).toBe("cancelled");
  expect((await task(dependent.id)).blockedBy).toContain("was cancelled");
  expect((await agent("POST", "/api/tasks/claim", { agent: { name: "builder-1" } })).status).toBe(204);
  await owner("POST", `/api/tasks/${late.id}/retry`, {});
  await owner("PATCH", `/api/tasks/${(await newest("late")).id}`, { version: (await newest("late")).version, status: "cancelled" });
  expect(await resumed(id)).toMatchObject({ state: "resumed", back: { done: 3, skipped: 1 } });
  expect(await task(dependent.id)).toMatchObject({ status: "blocked", blockedBy: 'Waits for "medium"' });
  const order: string[] = [];
  for (let index = 0; index < 3; index += 1)
    order.push((await agent("POST", "/api/tasks/claim", { agent: { name: "builder-1" } })).body.title);
  expect(order).toEqual(["high", "medium", "low"]);
});
const newest = async (title: string): Promise<Task> =>
  (await owner("GET", "/api/tasks?limit=50")).body.items.filter((one: Task) => one.title === title && one.attempt === 2)[0];

test("restart all: what was begun goes to the queue first; it cannot be undone, and says so", async () => {
  const [one] = await run(devbox, 1);
  const host = (await owner("GET", "/api/hosts")).body.items[0];
  const { agentId } = host.processes[0];
  const { id: taskId } = await make({ agent: { id: agentId } });
  await owner("PATCH", `/api/tasks/${taskId}`, { version: (await task(taskId)).version, status: "in_progress" });
  const seen = await preview("restart_all");
  expect(seen.items.map(({ kind, act }) => `${kind} ${act}`)).toEqual(["task requeue", "process restart"]);
  expect(seen).toMatchObject({ lasting: expect.stringContaining("cannot be undone") as string });
  const { id } = await pressed("restart_all", { previewOf: seen.hash });
  expect(await task(taskId)).toMatchObject({ status: "pending" });
  expect((await task(taskId)).agent).toBeUndefined();
  expect(await obey(devbox, [one], "running")).toMatchObject([{ kind: "restart", processId: one.id }]);
  expect(await read(id)).toMatchObject({ state: "done", canResume: false, counts: { done: 2 } });
  const refused = await owner("POST", `/api/recoveries/${id}/resume`, { confirm: "resume" });
  expect(refused).toMatchObject({ status: 409, body: { code: "recovery.cannot_resume" } });
});

test("soft, hard and full reset: what is stuck, what is silent, what is open, and all apps", async () => {
  const stuck = await make({ title: "stuck" });
  const before = await begin(stuck.id);
  const open = await agent("POST", "/api/coordinations", {
    type: "handoff",
    from: { name: "builder-1" },
    to: { name: "zoe" },
    what: "the plan",
  });
  expect((await preview("reset_soft")).total).toBe(0);
  expect(await press("reset_soft")).toMatchObject({ status: 409, body: { code: "recovery.nothing_to_do" } });
  later(3_700_000);
  expect((await preview("reset_soft")).items).toMatchObject([
    { name: "stuck", act: "requeue", before: "in progress, with builder-1: no sign of life for an hour" },
  ]);
  const seen = await preview("reset_full");
  expect(seen.items.map(({ kind, act }) => `${kind} ${act}`)).toEqual(["task requeue", "coordination drop", "apps reload"]);
  const { cursor } = (await owner("GET", "/api/sync")).body;
  const figures = async () => (await owner("GET", "/api/coordination/summary")).body.total;
  expect(await figures()).toMatchObject({ succeeded: 0, failed: 0, pending: 1 });
  const { id } = await pressed("reset_full", { previewOf: seen.hash });
  expect(await read(id)).toMatchObject({ state: "done", counts: { done: 3 } });
  expect((await task(stuck.id)).status).toBe("pending");
  // Called off: neither a success nor a failure, and open no more.
  expect(await figures()).toMatchObject({ succeeded: 0, failed: 0, pending: 0 });
  expect((await owner("GET", "/api/coordination/records?limit=5")).body.items).toMatchObject([{ id: open.body.id, status: "dropped" }]);
  expect((await owner("GET", `/api/sync?cursor=${cursor}`)).body).toMatchObject({ reset: true });
  const after = (await owner("GET", "/api/sync")).body.cursor;
  expect((await owner("GET", `/api/sync?cursor=${after}`)).body).toMatchObject({ reset: false, changes: [] });

  expect(await resumed(id)).toMatchObject({ state: "resumed", back: { total: 2, done: 2 } });
  expect(await figures()).toMatchObject({ pending: 1 });
  expect(await task(stuck.id)).toMatchObject({ status: "in_progress", agent: before.agent, startedAt: before.startedAt });
  // Its end counts, as if nothing had been.
  expect((await agent("POST", `/api/coordinations/${open.body.id}/end`, { outcome: "succeeded" })).status).toBe(200);
  expect(await figures()).toMatchObject({ succeeded: 1, pending: 0 });
});

test("a coordination that was called off and whose end is told all the same: it counts, and is not taken up again", async () => {
  const open = await agent("POST", "/api/coordinations", { type: "handoff", from: { name: "builder-1" }, to: { name: "zoe" } });
  const { id } = await pressed("reset_full");
  later(1_000);
  await agent("POST", `/api/coordinations/${open.body.id}/end`, { outcome: "failed", cause: "timeout" });
  expect((await owner("GET", "/api/coordination/summary")).body.total).toMatchObject({ failed: 1, pending: 0 });
  const back = await resumed(id);
  expect(back.items.find(({ kind }) => kind === "coordination")?.back).toEqual({ state: "skipped", words: "Its end was told meanwhile." });
});

test("maintenance: nothing is handed out or started until it ends; two presses are one", async () => {
  const waiting = await make();
  const { id } = await pressed("maintenance", { reason: "A new disk" });
  expect(await press("maintenance")).toMatchObject({ status: 200, body: { id } });
  expect((await agent("POST", "/api/tasks/claim", { agent: { name: "builder-1" } })).status).toBe(204);
  const refused = await owner("POST", "/api/commands", { kind: "start", hostId: devbox.id, profile: "developer" });
  expect(refused).toMatchObject({ status: 409, body: { code: "recovery.maintenance", recovery: { id } } });
  expect(refused.body.detail).toMatch(/^Maintenance by Owner since \d\d:\d\d UTC: A new disk\./);
  // What was begun is told of as ever.
  expect((await begin(waiting.id)).status).toBe("in_progress");
  expect(await resumed(id)).toMatchObject({ state: "resumed", resumedAt: now.toISOString() });
  expect((await owner("POST", "/api/commands", { kind: "start", hostId: devbox.id, profile: "developer" })).status).toBe(201);
  expect((await press("maintenance")).status).toBe(201);
});

test("the word, the key and the role", async () => {
  await run(devbox, 1);
  expect(await press("pause_all", { confirm: "yes" })).toMatchObject({ status: 422, body: { code: "recovery.wrong_word" } });
  expect((await press("pause_all", { confirm: " Pause " }, await app.pair({ role: "viewer", person: "Vera" }))).status).toBe(403);
  const key = { "idempotency-key": "one-press" };
  const body = { action: "pause_all", confirm: " Pause " };
  const first = await owner("POST", "/api/recoveries", body, key);
  expect(first.status).toBe(201);
  expect(await owner("POST", "/api/recoveries", body, key)).toMatchObject({ status: 200, body: { id: first.body.id } });
  const other = await owner("POST", "/api/recoveries", { ...body, reason: "another" }, key);
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
});

test("with a passkey enrolled it is confirmed by it, here and for the way back; a press that stands already is told of without", async () => {
  await run(devbox, 1);
  const phone = await app.pair({ role: "operator", person: "Otto" });
  const site = { origin };
  const authenticator = createAuthenticator();
  const { challenge } = (await phone("POST", "/api/passkeys/registration-options")).body;
  await phone("POST", "/api/passkeys", { name: "Phone", response: authenticator.create(challenge, site) });
  expect(await press("pause_all", {}, phone)).toMatchObject({ status: 403, body: { code: "recovery.passkey_required" } });
  const confirm = async () => {
    const asked = (await phone("POST", "/api/passkeys/step-up-options", { requestId: "recovery" })).body.challenge;
    authenticator.setCounter(Math.floor(now.getTime() / 1_000) % 1_000_000);
    expect((await phone("POST", "/api/passkeys/step-up", { requestId: "recovery", response: authenticator.get(asked, site) })).status).toBe(
      204,
    );
  };
  await confirm();
  const { status, body } = await press("pause_all", {}, phone);
  expect(status).toBe(201);
  await app.services.recovery.sweep();
  later(180_000);
  const resume = () => phone("POST", `/api/recoveries/${body.id}/resume`, { confirm: "resume" });
  expect(await resume()).toMatchObject({ status: 403, body: { code: "recovery.passkey_required" } });
  await confirm();
  expect((await resume()).status).toBe(200);
});

test("very many: all are counted, 200 listed, every one done once, and the items come in pages", async () => {
  for (let index = 0; index < 230; index += 1) await make({ title: `Task ${index}` });
  const seen = await preview("clear_queue");
  expect([seen.total, seen.items.length]).toEqual([230, 200]);
  const { id } = await pressed("clear_queue", { previewOf: seen.hash });
  await app.services.recovery.sweep();
  const first = (await owner("GET", `/api/recoveries/${id}?limit=200`)).body;
  const second = (await owner("GET", `/api/recoveries/${id}?limit=200&cursor=${first.cursor}`)).body;
  expect(new Set([...first.items, ...second.items].map(({ n }: RecoveryItem) => n)).size).toBe(230);
  expect(first).toMatchObject({ state: "done", counts: { total: 230, done: 230 } });
  const change = (await owner("GET", "/api/sync")).body.changes.find(({ kind }: { kind: string }) => kind === "recovery");
  expect(change.value).toMatchObject({ id, counts: { done: 230 } });
});
