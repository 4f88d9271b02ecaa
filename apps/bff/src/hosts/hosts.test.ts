import type { Host } from "@beckon/contracts/hosts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, newProcess, openRunner, profiles, type TestRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let runner: TestRunner;
let token: Call & { id: string };
let now = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => (now = new Date(now.getTime() + ms));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  await app.database.executeSql("delete from host");
  token = await app.token("host", "devbox");
  runner = await openRunner(token);
});

const hosts = async (): Promise<Host[]> => (await owner("GET", "/api/hosts")).body.items;
const processes = async () => (await hosts()).find(({ id }) => id === runner.id)?.processes ?? [];
const fleet = async (key: string) =>
  (await owner("GET", "/api/sessions?limit=200")).body.items.find((one: { key: string }) => one.key === key);
const changesSince = async (cursor: string) => {
  const { changes, tombstones } = (await owner("GET", `/api/sync?cursor=${cursor}`)).body;
  return [...changes, ...tombstones].filter(({ kind }: { kind: string }) => kind === "host");
};
const cursor = async (): Promise<string> => (await owner("GET", "/api/sync")).body.cursor;

test("one token is one machine: said again it is the same, with what is new in its configuration", async () => {
  expect(await hosts()).toMatchObject([{ id: runner.id, name: "devbox", connected: true, processes: [], profiles }]);
  const again = await runner.call("PUT", "/api/hosts/me", { name: "tower", platform: "linux", version: "2", profiles: [] });
  expect(again).toMatchObject({ status: 200, body: { id: runner.id, name: "tower", version: "2", profiles: [] } });
  expect(await hosts()).toHaveLength(1);
  const audit = (await owner("GET", `/api/audit?subject=${runner.id}`)).body.items;
  expect(audit).toMatchObject([{ action: "host.added", detail: { name: "devbox", profiles: ["developer", "tester"] } }]);
});

test("without a word of who it is nothing is taken; after an owner has forgotten it neither", async () => {
  const stranger = await app.token("host", "new one");
  expect(await stranger("POST", "/api/hosts/me/report", { complete: true })).toMatchObject({ status: 409, body: { code: "host.unknown" } });
  expect(await owner("DELETE", `/api/hosts/${runner.id}`)).toMatchObject({ status: 409, body: { code: "host.connected" } });
  await runner.report({ complete: true, processes: [aProcess()] });
  await runner.report({ leaving: true });
  const before = await cursor();
  expect((await owner("DELETE", `/api/hosts/${runner.id}`)).status).toBe(204);
  expect(await changesSince(before)).toMatchObject([{ kind: "host", id: runner.id }]);
  expect(await runner.send()).toMatchObject({ status: 409, body: { code: "host.unknown" } });
  expect((await owner("DELETE", `/api/hosts/${runner.id}`)).status).toBe(404);
  expect((await runner.open()).id).not.toBe(runner.id);
  expect((await runner.report()).unknown).toBe(true);
  expect((await runner.report({ complete: true })).unknown).toBe(false);
  expect((await runner.report()).unknown).toBe(false);
});

test("a process is a run of an agent in the Fleet, from its start to its end", async () => {
  const one = aProcess({ agent: "builder", state: "starting" });
  await runner.report({ processes: [one] });
  await runner.report({ processes: [{ ...one, state: "running", cpu: 0.5, memoryBytes: 1_000, output: ["first", "second"] }] });
  const [shown] = await processes();
  expect(shown).toMatchObject({ id: one.id, state: "running", pid: 4_711, cpu: 0.5, output: ["second"] });
  const run = await fleet(one.id);
  expect(run).toMatchObject({ id: shown?.sessionId, agentId: shown?.agentId, cwd: "/srv/shop", startedAt: one.startedAt });
  const agents = (await owner("GET", "/api/agents")).body.items;
  expect(agents.find(({ id }: { id: string }) => id === shown?.agentId)).toMatchObject({
    name: "builder",
    host: "devbox",
    role: "developer",
    vendor: "Claude Code",
  });
  later(60_000);
  await runner.report({ processes: [{ ...one, state: "running" }] });
  expect((await fleet(one.id)).lastSignalAt).toBe(now.toISOString());
  const endedAt = now.toISOString();
  await runner.report({ processes: [{ ...one, state: "failed", endedAt, exitCode: 3, problem: "out of memory" }] });
  expect(await processes()).toMatchObject([{ state: "failed", endedAt, exitCode: 3, problem: "out of memory" }]);
  expect(await fleet(one.id)).toMatchObject({ endedAt, failed: true, endReason: "exit 3", error: "out of memory" });
});

test("started again it is the same run, with a new beginning", async () => {
  const one = aProcess();
  await runner.report({ processes: [one] });
  const endedAt = "2026-11-21T11:00:00.000Z";
  await runner.report({ processes: [{ ...one, state: "exited", endedAt, exitCode: 0 }] });
  const run = await fleet(one.id);
  expect(run).toMatchObject({ endedAt, endReason: "exit 0" });
  const again = { ...one, pid: 4_712, restarts: 1, startedAt: "2026-11-21T11:30:00.000Z" };
  await runner.report({ processes: [again] });
  expect(await processes()).toMatchObject([{ state: "running", pid: 4_712, restarts: 1 }]);
  expect(await processes()).toHaveLength(1);
  const after = await fleet(one.id);
  expect(after.id).toBe(run.id);
  expect(after).not.toHaveProperty("endedAt");
});

test("what is told late brings nothing back: an end stands, and so does a new start", async () => {
  const one = aProcess();
  await runner.report({ processes: [{ ...one, state: "exited", endedAt: "2026-11-21T11:00:00Z" }] });
  await runner.report({ processes: [one] });
  expect(await processes()).toMatchObject([{ state: "exited" }]);
  await runner.report({ processes: [{ ...one, restarts: 2, startedAt: "2026-11-21T11:30:00Z", pid: 5_000 }] });
  await runner.report({ processes: [{ ...one, restarts: 1, state: "failed" }] });
  expect(await processes()).toMatchObject([{ state: "running", pid: 5_000, restarts: 2 }]);
});

test("a complete report that leaves a process out: it is lost, in words; a partial one says nothing of the others", async () => {
  const [one, other] = [aProcess(), aProcess({ agent: "developer-2" })];
  await runner.report({ complete: true, processes: [one, other] });
  await runner.report({ processes: [other] });
  expect((await processes()).map(({ state }) => state)).toEqual(["running", "running"]);
  later(1_000);
  await runner.report({ complete: true, processes: [other] });
  const lost = (await processes()).find(({ id }) => id === one.id);
  expect(lost).toMatchObject({ state: "failed", problem: "The runner no longer knows it.", endedAt: now.toISOString() });
  expect(await fleet(one.id)).toMatchObject({ failed: true, error: "The runner no longer knows it." });
  // It was there after all.
  later(1_000);
  await runner.report({ processes: [one] });
  const found = (await processes()).find(({ id }) => id === one.id);
  expect(found).toMatchObject({ state: "running" });
  expect(found).not.toHaveProperty("problem");
  expect(await fleet(one.id)).not.toHaveProperty("endedAt");
});

test("two tokens tell of one process: it stays with the machine that told of it first", async () => {
  const one = aProcess();
  await runner.report({ processes: [one] });
  const thief = await openRunner(await app.token("host", "thief"), "thief");
  const mine = newProcess();
  const answer = await thief.report({ complete: true, processes: [{ ...one, agent: "stolen", state: "failed" }, aProcess({ id: mine })] });
  expect(answer.refused).toEqual([one.id]);
  expect(await processes()).toMatchObject([{ id: one.id, agent: "developer-1", state: "running" }]);
  expect((await hosts()).find(({ id }) => id === thief.id)?.processes).toMatchObject([{ id: mine }]);
  expect((await owner("GET", `/api/hosts/${thief.id}/processes/${one.id}/output`)).status).toBe(404);
  expect((await owner("GET", "/api/sessions?limit=200")).body.items.filter(({ key }: { key: string }) => key === one.id)).toHaveLength(1);
});

test("a machine that pretends to be another: its agents and runs are its own, whatever they are called", async () => {
  const process = aProcess();
  await runner.report({ processes: [process] });
  const thief = await openRunner(await app.token("host", "thief"), runner.name);
  // Named after the other's agent on the other's machine, and one that takes the other's run for its id.
  const twin = aProcess({ agent: process.agent, state: "failed", problem: "I say so" });
  const answer = await thief.report({ complete: true, processes: [twin, { ...process, state: "failed" }] });
  expect(answer.refused).toEqual([process.id]);
  const shown = await hosts();
  const own = shown.find(({ id }) => id === runner.id)?.processes[0];
  const its = shown.find(({ id }) => id === thief.id)?.processes[0];
  expect(own).toMatchObject({ id: process.id, state: "running" });
  expect(its).toMatchObject({ id: twin.id, state: "failed" });
  expect(own?.agentId).not.toBe(its?.agentId);
  expect(own?.sessionId).not.toBe(its?.sessionId);
  expect((await fleet(process.id)).endedAt).toBeUndefined();
  // Nor by signals in its own name.
  const at = now.toISOString();
  const ended = { id: "1", source: "beckon-host", at, session: process.id, agent: { name: process.agent, host: runner.name } };
  expect(
    (await thief.call("POST", "/api/signals", { signals: [{ ...ended, kind: "session.ended", data: { failed: true } }] })).status,
  ).toBe(200);
  const runs = (await owner("GET", "/api/sessions?limit=200")).body.items.filter(({ key }: { key: string }) => key === process.id);
  expect(runs.find(({ id }: { id: string }) => id === own?.sessionId).endedAt).toBeUndefined();
});

test("its lines: the last one in the list, all that are kept on request; a report without any says nothing new", async () => {
  const one = aProcess({ output: ["<script>alert(1)</script>", "é".repeat(300)], lastOutputAt: "2026-11-21T11:00:00.000Z" });
  await runner.report({ processes: [one] });
  const { output: _, lastOutputAt: __, ...silent } = one as typeof one & { output: string[]; lastOutputAt: string };
  await runner.report({ processes: [{ ...silent, cpu: 0.1 }] });
  expect(await processes()).toMatchObject([{ output: ["é".repeat(200)], cpu: 0.1, lastOutputAt: "2026-11-21T11:00:00.000Z" }]);
  expect((await owner("GET", `/api/hosts/${runner.id}/processes/${one.id}/output`)).body).toEqual({
    output: ["<script>alert(1)</script>", "é".repeat(300)],
    lastOutputAt: "2026-11-21T11:00:00.000Z",
  });
});

test("what no database can hold, and what is too much, is refused at the door", async () => {
  const bad = [
    aProcess({ output: ["a\0b"] }),
    aProcess({ agent: "x".repeat(121) }),
    aProcess({ output: Array.from({ length: 41 }, () => "") }),
    aProcess({ memoryBytes: 2 ** 60 }),
    aProcess({ id: "../../etc" }),
  ];
  for (const process of bad) expect((await runner.send({ processes: [process] })).status).toBe(422);
  expect((await runner.send({ processes: Array.from({ length: 201 }, () => aProcess()) })).status).toBe(422);
  expect(await processes()).toEqual([]);
  // A clock that is wrong by centuries, names that are markup: taken as they are, and shown as text.
  const odd = aProcess({ startedAt: "0001-01-01T00:00:00Z", agent: "'; drop table host; --", problem: "<b>no</b>" });
  await runner.report({ processes: [odd] });
  expect(await processes()).toMatchObject([{ agent: "'; drop table host; --", startedAt: "1970-01-01T00:00:00.000Z" }]);
});

test("a machine that tells of ever new processes keeps a thousand, and shows 200, what runs first", async () => {
  const live = aProcess({ startedAt: "2026-11-01T00:00:00Z" });
  await runner.report({ processes: [live] });
  await app.database.executeSql(`
    insert into host_process (id, host_id, profile, agent, state, folder, started_at, ended_at, restarts, output, told_at)
    select 'hp_' || lpad(n::text, 22, '0'), '${runner.id}', 'developer', 'developer-1', 'exited', '/srv', timestamptz '2026-11-20T13:00:00Z' + n * interval '1 s',
      '2026-11-21T11:00:00Z', 0, '[]', now() from generate_series(1, 1200) n`);
  const newest = aProcess({ state: "exited", endedAt: "2026-11-21T11:00:00Z" });
  await runner.report({ processes: [newest] });
  const { rows } = await app.database.executeSql("select count(*)::int as count from host_process");
  expect(rows).toEqual([{ count: 1_000 }]);
  const shown = await processes();
  expect(shown).toHaveLength(200);
  expect(shown.slice(0, 2).map(({ id }) => id)).toEqual([live.id, newest.id]);
  expect((await owner("GET", `/api/hosts/${runner.id}/processes/hp_${"1".padStart(22, "0")}/output`)).status).toBe(404);
  // What ended is shown for a day, and kept for thirty.
  later(86_400_000);
  expect(await processes()).toMatchObject([{ id: live.id }]);
});

test("without a word for 40 s, or after a farewell, it is not connected; the next word changes that", async () => {
  later(39_000);
  expect(await hosts()).toMatchObject([{ connected: true }]);
  later(2_000);
  expect(await hosts()).toMatchObject([{ connected: false, lastSeenAt: "2026-11-21T12:00:00.000Z" }]);
  await runner.report();
  expect(await hosts()).toMatchObject([{ connected: true }]);
  expect((await runner.report({ leaving: true }, 25)).commands).toEqual([]);
  expect(await hosts()).toMatchObject([{ connected: false }]);
});

test("the apps hear of what changed at once, of figures every few seconds, and of nothing when nothing is new", async () => {
  const one = aProcess();
  await runner.report({ complete: true, processes: [one] });
  let at = await cursor();
  await runner.report({ complete: true, processes: [{ ...one, cpu: 0.5 }] });
  expect(await changesSince(at)).toEqual([]);
  later(6_000);
  await runner.report({ complete: true, processes: [{ ...one, cpu: 0.6 }] });
  expect(await changesSince(at)).toMatchObject([{ id: runner.id, value: { processes: [{ cpu: 0.6 }] } }]);
  at = await cursor();
  await runner.report({ complete: true, processes: [{ ...one, cpu: 0.6, state: "paused" }] });
  expect(await changesSince(at)).toMatchObject([{ value: { processes: [{ state: "paused" }] } }]);
  at = await cursor();
  later(6_000);
  await runner.report({ complete: true, processes: [{ ...one, cpu: 0.6, state: "paused" }] });
  expect(await changesSince(at)).toEqual([]);
  const { changes } = (await owner("GET", "/api/sync")).body;
  expect(changes.filter(({ kind }: { kind: string }) => kind === "host")).toMatchObject([{ id: runner.id }]);
});

test("a new token on the machine whose old one was revoked goes on with what runs there; a valid one's stays its own", async () => {
  const one = aProcess();
  await runner.report({ processes: [one] });
  const namesake = await openRunner(await app.token("host", "another devbox"));
  expect(namesake.id).not.toBe(runner.id);
  await app.local("DELETE", `/api/tokens/${token.id}`);
  const heir = await openRunner(await app.token("host", "devbox anew"));
  expect(heir.id).toBe(runner.id);
  expect((await heir.report({ complete: true, processes: [{ ...one, cpu: 0.3 }] })).refused).toEqual([]);
  expect(await processes()).toMatchObject([{ id: one.id, state: "running", cpu: 0.3 }]);
});
