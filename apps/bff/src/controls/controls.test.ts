import type { Command } from "@beckon/contracts/controls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, commanding, newProcess, openRunner, type TestRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let viewer: Call;
let runner: TestRunner;
let ask: ReturnType<typeof commanding>;
let now = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => (now = new Date(now.getTime() + ms));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  viewer = await app.pair({ role: "viewer", person: "Vera" });
  ask = commanding(owner);
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  await app.database.executeSql("delete from host");
  await app.database.executeSql("delete from command");
  runner = await openRunner(await app.token("host", "devbox"));
});

const read = async (id: string): Promise<Command> => (await owner("GET", `/api/commands/${id}`)).body;
const audited = async (id: string) =>
  (await owner("GET", `/api/audit?subject=${id}`)).body.items.map(({ action }: { action: string }) => action).toReversed();
/** One process that runs there. */
const running = async (more: object = {}) => {
  const process = aProcess(more);
  await runner.report({ processes: [process] });
  return process;
};
const stop = async (processId: string, more: object = {}) => (await ask({ kind: "stop", hostId: runner.id, processId, ...more }))[0];

test("a start: named and numbered here, given again until it is reported on, and what came of it", async () => {
  const commands = await ask({ kind: "start", hostId: runner.id, profile: "developer", count: 2, reason: "More hands" });
  expect(commands).toMatchObject([
    { kind: "start", state: "requested", via: "host", subject: "developer-1", profile: "developer", reason: "More hands" },
    { subject: "developer-2", hostId: runner.id, by: { kind: "person", name: "Owner" } },
  ]);
  const [first, second] = commands as [Command, Command];
  expect(new Set([first.processId, second.processId]).size).toBe(2);
  const fetched = await runner.fetch();
  expect(fetched).toMatchObject([
    { id: first.id, kind: "start", processId: first.processId, profile: "developer", agent: "developer-1", graceSeconds: 10 },
    { id: second.id, agent: "developer-2" },
  ]);
  expect(await read(first.id)).toMatchObject({ state: "delivered", deliveredAt: now.toISOString() });
  // Its answer was lost: it is given again, as it was.
  expect(await runner.fetch()).toEqual(fetched);
  later(1_000);
  await runner.tell(first, "acknowledged");
  expect(await read(first.id)).toMatchObject({ state: "acknowledged", acknowledgedAt: now.toISOString() });
  expect(await runner.fetch()).toMatchObject([{ id: second.id }]);
  await runner.report({
    processes: [aProcess({ id: first.processId })],
    commands: [
      { id: first.id, state: "done", result: "pid 4711" },
      { id: second.id, state: "failed", result: "No such program: claude" },
    ],
  });
  expect(await read(first.id)).toMatchObject({ state: "done", result: "pid 4711", endedAt: now.toISOString() });
  expect(await read(second.id)).toMatchObject({ state: "failed", result: "No such program: claude", acknowledgedAt: now.toISOString() });
  expect(await runner.fetch()).toEqual([]);
  expect(await audited(first.id)).toEqual(["command.requested", "command.done"]);
  expect(await audited(second.id)).toEqual(["command.requested", "command.failed"]);
  // The lowest number that is free: the name of the one that failed.
  expect(await ask({ kind: "start", hostId: runner.id, profile: "developer" })).toMatchObject([{ subject: "developer-2" }]);
});

test("a state only goes forward: what is told twice, or late, changes nothing", async () => {
  const command = await stop((await running()).id);
  await runner.tell(command, "done", "stopped");
  const done = await read(command.id);
  later(1_000);
  for (const state of ["acknowledged", "failed", "done"]) expect((await runner.tell(command, state, "again")).refused).toEqual([]);
  expect(await read(command.id)).toEqual(done);
  expect(await audited(command.id)).toEqual(["command.requested", "command.done"]);
});

test("a machine says what came of its own commands only, and fetches no others'", async () => {
  const command = await stop((await running()).id);
  const thief = await openRunner(await app.token("host", "thief"), "thief");
  expect(await thief.fetch()).toEqual([]);
  const none = { id: "cm_0000000000000000000000" };
  expect((await thief.tell(command, "done", "It is dead")).refused).toEqual([command.id]);
  expect((await thief.tell(none, "done")).refused).toEqual([none.id]);
  expect(await read(command.id)).toMatchObject({ state: "requested" });
});

test("nobody takes it in time: it is given up in words, not handed over any more, and a late word stands beside it", async () => {
  const process = await running();
  const unheard = await stop(process.id, { timeoutSeconds: 30 });
  later(29_000);
  expect(await read(unheard.id)).toMatchObject({ state: "requested" });
  later(1_000);
  // The machine comes just then: it is too late to begin.
  expect(await runner.fetch()).toEqual([]);
  later(44_000);
  expect(await read(unheard.id)).toMatchObject({ state: "expired", endedAt: now.toISOString(), result: "No word from devbox for 44 s." });
  expect(await audited(unheard.id)).toEqual(["command.requested", "command.expired"]);

  const begun = await stop(process.id, { timeoutSeconds: 30 });
  await runner.fetch();
  await runner.tell(begun, "acknowledged");
  later(31_000);
  await app.services.controls.expireDue();
  const given = await read(begun.id);
  expect(given).toMatchObject({ state: "expired", result: "devbox began it, and has not said what came of it." });
  await runner.tell(begun, "done", "stopped by SIGKILL");
  await runner.tell(begun, "done", "stopped by SIGKILL");
  expect(await read(begun.id)).toEqual({ ...given, result: `${given.result} It came late: done, stopped by SIGKILL` });
  expect(await audited(begun.id)).toEqual(["command.requested", "command.expired", "command.late"]);

  const fetched = await stop(process.id, { timeoutSeconds: 5 });
  expect(await runner.fetch()).toMatchObject([{ graceSeconds: 2 }]);
  later(5_000);
  expect((await owner("GET", "/api/commands?state=expired")).body.items[0]).toMatchObject({
    id: fetched.id,
    result: "devbox fetched it, and has not said that it began.",
  });
});

test("taken back while nobody has fetched it; after that it says who has it", async () => {
  const process = await running();
  const command = await stop(process.id);
  const cancel = (id: string, by = owner) => by("POST", `/api/commands/${id}/cancel`);
  expect((await cancel(command.id, viewer)).status).toBe(403);
  expect(await cancel(command.id)).toMatchObject({ status: 200, body: { state: "cancelled", result: "Taken back by Owner." } });
  expect(await cancel(command.id)).toMatchObject({ status: 200, body: { id: command.id, state: "cancelled" } });
  expect(await runner.fetch()).toEqual([]);
  expect(await audited(command.id)).toEqual(["command.requested", "command.cancelled"]);
  const other = await stop(process.id);
  await runner.fetch();
  expect(await cancel(other.id)).toMatchObject({
    status: 409,
    body: { code: "command.too_late", detail: "devbox has fetched it already.", command: { id: other.id, state: "delivered" } },
  });
  await runner.tell(other, "acknowledged");
  expect((await cancel(other.id)).body.detail).toBe("devbox has begun already.");
  await runner.tell(other, "done");
  expect((await cancel(other.id)).body.detail).toBe("It is over: done.");
  expect((await cancel("cm_0000000000000000000000")).status).toBe(404);
});

test("the same key is the same commands, also when they are over; for another wish, or from another device, it is another", async () => {
  const wish = { kind: "start", hostId: runner.id, profile: "developer", count: 2 };
  const key = { "idempotency-key": "k-1" };
  const first = await owner("POST", "/api/commands", wish, key);
  const again = await owner("POST", "/api/commands", wish, key);
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(first.body);
  expect(await owner("POST", "/api/commands", { ...wish, count: 1 }, key)).toMatchObject({
    status: 422,
    body: { code: "idempotency.key_reused" },
  });
  expect((await owner("POST", "/api/commands", wish, { "idempotency-key": "ä ö" })).status).toBe(400);
  const script = await app.token("admin", "Script");
  expect(await script("POST", "/api/commands", { ...wish, count: 1 }, key)).toMatchObject({
    status: 201,
    body: { commands: [{ by: { kind: "agent", name: "Script" } }] },
  });
  const process = await running({ agent: "tester-1", profile: "tester" });
  const stopping = { kind: "stop", hostId: runner.id, processId: process.id };
  const both = await Promise.all([1, 2, 3].map(() => owner("POST", "/api/commands", stopping, { "idempotency-key": "k-2" })));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
  expect(new Set(both.map(({ body }) => body.commands[0].id)).size).toBe(1);
});

test("one thing at a time for a process; only a stop may come after something that does not end", async () => {
  const { id: processId } = await running();
  const to = (kind: string) => owner("POST", "/api/commands", { kind, hostId: runner.id, processId });
  expect((await to("pause")).status).toBe(201);
  expect(await to("restart")).toMatchObject({ status: 409, body: { code: "command.under_way", command: { kind: "pause" } } });
  later(1);
  expect(await to("stop")).toMatchObject({ status: 201 });
  expect(await to("stop")).toMatchObject({ status: 409, body: { detail: "stop by Owner is requested, and not over." } });
  expect((await runner.fetch()).map(({ kind }) => kind)).toEqual(["pause", "stop"]);
});

test("what a process cannot take in its state is refused in words", async () => {
  const cases = [
    ["resume", "running", "It is not paused."],
    ["pause", "paused", "It stands still already."],
    ["pause", "starting", "It is only being started."],
    ["stop", "stopping", "It is being stopped."],
    ["stop", "exited", "It has ended."],
    ["restart", "failed", "It has ended."],
    ["resume", "paused", "taken"],
    ["stop", "paused", "taken"],
    ["restart", "starting", "taken"],
  ] as const;
  const processes = cases.map(([, state]) => aProcess({ state }));
  await runner.report({ processes });
  const said: string[] = [];
  for (const [index, [kind]] of cases.entries()) {
    const { status, body } = await owner("POST", "/api/commands", { kind, hostId: runner.id, processId: processes[index]?.id });
    said.push(status === 201 ? "taken" : body.detail);
  }
  expect(said).toEqual(cases.map(([, , words]) => words));
});

test("no more of a profile than its machine allows, those that are being started among them", async () => {
  await running();
  const start = (count: number, profile = "developer") =>
    owner("POST", "/api/commands", { kind: "start", hostId: runner.id, profile, count });
  expect((await start(3)).body).toMatchObject({
    code: "command.not_possible",
    detail: "devbox runs at most 3 of developer at once; 1 of them run or are being started.",
  });
  const started = (await start(2)).body.commands as Command[];
  expect(started.map(({ subject }) => subject)).toEqual(["developer-2", "developer-3"]);
  expect((await start(1)).status).toBe(409);
  // Told of as running it is counted once.
  await runner.report({ processes: [aProcess({ id: started[0]?.processId, agent: "developer-2" })] });
  expect((await start(1)).status).toBe(409);
  // What failed leaves its place.
  await runner.tell(started[1] as Command, "failed", "No such program");
  expect((await start(1)).body.commands).toMatchObject([{ subject: "developer-3" }]);
  expect((await start(1, "nothing")).body.detail).toBe("devbox has no profile nothing; its configuration says what it may start.");
  expect((await start(50, "tester")).status).toBe(201);
});

test("what is not there is a 404 or 409 with words, whoever it belongs to", async () => {
  const post = (body: object) => owner("POST", "/api/commands", body);
  const other = await openRunner(await app.token("host", "other"), "other");
  const { id: processId } = await running();
  expect((await post({ kind: "stop", hostId: other.id, processId })).body.code).toBe("host.process_not_found");
  expect((await post({ kind: "stop", hostId: "ho_0000000000000000000000", processId })).body.code).toBe("host.not_found");
  expect((await post({ kind: "start", hostId: "ho_0000000000000000000000", profile: "developer" })).body.code).toBe("host.not_found");
  expect((await post({ kind: "stop", agentId: "ag_0000000000000000000000" })).body.code).toBe("agent.not_found");
  for (const body of [
    { kind: "start", hostId: runner.id },
    { kind: "stop" },
    { kind: "stop", hostId: runner.id },
    { kind: "explode", agentId: "x" },
  ])
    expect((await post(body)).status).toBe(422);
  expect((await post({ kind: "stop", hostId: runner.id, processId, sudo: true })).status).toBe(422);
  expect((await viewer("POST", "/api/commands", { kind: "stop", hostId: runner.id, processId })).status).toBe(403);
});

test("to an agent: each of its processes that can take it; one that no runner started cannot be stopped from here", async () => {
  await runner.report({ processes: [aProcess(), aProcess({ state: "paused" }), aProcess({ agent: "developer-2" })] });
  const { processes } = (await owner("GET", "/api/hosts")).body.items[0];
  const agentId = processes.find(({ agent }: { agent: string }) => agent === "developer-1").agentId;
  const paused = await ask({ kind: "pause", agentId });
  expect(paused).toMatchObject([{ kind: "pause", via: "host", agentId, sessionId: expect.stringMatching(/^se_/), subject: "developer-1" }]);
  await owner("POST", `/api/commands/${paused[0].id}/cancel`);
  later(1);
  expect(await ask({ kind: "stop", agentId })).toHaveLength(2);
  expect((await owner("GET", `/api/commands?agent=${agentId}&limit=2`)).body.items.map(({ kind }: Command) => kind)).toEqual([
    "stop",
    "stop",
  ]);

  const free = await app.token("agent", "free one");
  await free("POST", "/api/agents/heartbeat", { agent: { name: "free one", sessionId: "s-1" } });
  const { id } = (await owner("GET", "/api/agents")).body.items.find(({ name }: { name: string }) => name === "free one");
  const refused = async (kind: string) => (await owner("POST", "/api/commands", { kind, agentId: id })).body;
  expect(await refused("stop")).toMatchObject({
    code: "command.not_possible",
    detail: expect.stringMatching(/^No runner started free one, /),
  });
  expect(await refused("pause")).toMatchObject({ code: "command.not_possible", detail: expect.stringContaining("none of its runs waits") });
  expect(await refused("resume")).toMatchObject({ code: "command.not_possible", detail: "It is not paused." });
});

test("a machine that is away gets it when it comes back in time; one that is forgotten never", async () => {
  const { id: processId } = await running();
  await runner.report({ leaving: true });
  const command = await stop(processId, { timeoutSeconds: 600 });
  later(300_000);
  expect(await read(command.id)).toMatchObject({ state: "requested" });
  await runner.open();
  expect(await runner.fetch()).toMatchObject([{ id: command.id }]);
  await runner.report({ leaving: true });
  expect((await owner("DELETE", `/api/hosts/${runner.id}`)).status).toBe(204);
  expect(await read(command.id)).toMatchObject({ state: "cancelled", result: "devbox was forgotten." });
});

test("a runner that waits hears of a command at once", { timeout: 10_000 }, async () => {
  const { id: processId } = await running();
  const waiting = runner.report({}, 25);
  const command = await stop(processId);
  expect((await waiting).commands).toMatchObject([{ id: command.id, kind: "stop", processId }]);
  // Whoever has hung up is handed nothing.
  await runner.tell(command, "done");
  const gone = new AbortController();
  gone.abort();
  const next = await stop((await running()).id);
  await app.services.hosts.report(
    {
      id: (await app.database.executeSql("select token_id from host")).rows.map((row) => (row as { token_id: string }).token_id)[0] ?? "",
      name: "",
    },
    { complete: false, processes: [], commands: [] },
    { waitMs: 0, signal: gone.signal },
  );
  expect(await read(next.id)).toMatchObject({ state: "requested" });
});

test("in the feed and the list: each change of a command, newest first, page by page", async () => {
  const cursor = (await owner("GET", "/api/sync")).body.cursor;
  const commands = await ask({ kind: "start", hostId: runner.id, profile: "tester", count: 5 });
  await runner.fetch();
  const { changes } = (await owner("GET", `/api/sync?cursor=${cursor}`)).body;
  const told = changes.filter(({ kind }: { kind: string }) => kind === "command");
  expect(told).toHaveLength(5);
  expect(told[0].value).toEqual(await read(told[0].id));
  const pages: string[][] = [];
  for (let next: string | undefined = ""; next !== undefined;) {
    const { body }: { body: { items: Command[]; cursor?: string } } = await viewer(
      "GET",
      `/api/commands?host=${runner.id}&limit=2${next === "" ? "" : `&cursor=${next}`}`,
    );
    pages.push(body.items.map(({ id }: Command) => id));
    next = body.cursor;
  }
  expect(pages.flat()).toEqual(
    commands
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
  );
  expect((await owner("GET", "/api/commands?cursor=nonsense")).status).toBe(422);
  later(86_400_000);
  const { changes: fresh } = (await owner("GET", "/api/sync")).body;
  expect(fresh.filter(({ kind }: { kind: string }) => kind === "command")).toEqual([]);
});

test("hostile text is kept as text: reasons, results, names", async () => {
  const evil = "</script><img src=x onerror=alert(1)> ${jndi} '; drop table command; -- \u202e";
  const process = await running({ agent: evil.slice(0, 119), id: newProcess() });
  const command = await stop(process.id, { reason: evil });
  await runner.tell(command, "failed", evil);
  expect(await read(command.id)).toMatchObject({ reason: evil, result: evil, subject: evil.slice(0, 119) });
  expect((await runner.send({ commands: [{ id: command.id, state: "done", result: "x".repeat(501) }] })).status).toBe(422);
  expect((await runner.send({ commands: [{ id: command.id, state: "cancelled" }] })).status).toBe(422);
});
