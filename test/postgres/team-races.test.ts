import type { Team } from "@beckon/contracts/teams";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aProcess, openRunner, profiles, type TestRunner } from "../support/host-lab.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import type { Call } from "../support/test-app.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let people: [Caller, Caller];
/** The same, with one key for what they ask for. */
let keyed: [Caller, Caller];
let runner: TestRunner;
let agents: Caller;

beforeAll(async () => {
  const bffs = await startTwoServers(cleanUp);
  const cookie = await pairDevice(bffs[0], "Phone");
  people = [callerOf(bffs[0].origin, { cookie }), callerOf(bffs[1].origin, { cookie })];
  const key = { cookie, "idempotency-key": "twice" };
  keyed = [callerOf(bffs[0].origin, key), callerOf(bffs[1].origin, key)];
  const devbox = callerOf(bffs[0].origin, { authorization: `Bearer ${await makeToken(bffs[0], "devbox", "host")}` });
  runner = await openRunner(devbox as unknown as Call);
  agents = callerOf(bffs[1].origin, { authorization: `Bearer ${await makeToken(bffs[0], "fleet")}` });
});
afterAll(() => cleanUp.disposeAsync());

const at = (index: number): Caller => people[index % 2 ? 1 : 0];
const many = <T>(count: number, run: (index: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const read = async (id: string): Promise<Team> => (await people[1]("GET", `/api/teams/${id}`)).body;
/** Starts what it is told to, and says so. */
const obey = async () => {
  const { commands } = await runner.report();
  const starts = commands.filter(({ kind }) => kind === "start");
  await runner.report({
    processes: starts.map(({ processId, profile, agent }) =>
      aProcess({ id: processId, profile, agent, startedAt: new Date().toISOString() }),
    ),
    commands: commands.map(({ id }) => ({ id, state: "done" })),
  });
  return starts;
};

test("one wish at two servers is one team, and each of its members is started once", async () => {
  const body = { name: "Twice", members: [{ profile: "tester", count: 4 }] };
  const answers = await many(6, (index) => keyed[index % 2 ? 1 : 0]("POST", "/api/teams", body));
  expect(new Set(answers.map(({ body: team }) => team.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const [{ id }] = answers.map(({ body: team }) => team) as [Team];
  expect(await obey()).toHaveLength(4);
  await expect.poll(async () => (await read(id)).members.map(({ state }) => state)).toEqual(Array(4).fill("running"));
  await many(6, (index) => at(index)("POST", `/api/teams/${id}/dissolve`, {}));
  const { commands } = await runner.report();
  expect(commands.map(({ kind }) => kind)).toEqual(["stop", "stop", "stop", "stop"]);
});

test("two servers keep one team at strength: who ends is started again exactly once", async () => {
  const teams = [{ name: "Kept", members: [{ profile: "developer", strength: 3 }], restartsPerHour: 60 }];
  await runner.call("PUT", "/api/hosts/me", { name: "devbox", platform: "linux", version: "0.1.0", profiles, teams });
  const { items } = (await people[0]("GET", "/api/teams?state=off")).body;
  const { id } = items[0] as Team;
  await many(6, (index) => at(index)("PATCH", `/api/teams/${id}`, { keep: true }));
  expect(await obey()).toHaveLength(3);
  await expect.poll(async () => (await read(id)).members.map(({ state }) => state)).toEqual(Array(3).fill("running"));
  const before = (await read(id)).members;
  await runner.report({
    processes: before.map(({ processId, agent }) =>
      aProcess({ id: processId, agent, state: "exited", exitCode: 0, startedAt: before[0]?.startedAt, endedAt: new Date().toISOString() }),
    ),
  });
  const again: string[] = [];
  await expect
    .poll(
      async () => {
        await many(4, (index) => at(index)("PATCH", `/api/teams/${id}`, { keep: true }));
        again.push(...(await obey()).map(({ agent }) => agent ?? ""));
        return again.length;
      },
      { interval: 500 },
    )
    .toBe(3);
  await expect
    .poll(async () => (await read(id)).members.map(({ state, starts }) => [state, starts]))
    .toEqual([1, 2, 3].map(() => ["running", 2]));
  await many(4, (index) => at(index)("PATCH", `/api/teams/${id}`, { keep: true }));
  expect(await obey()).toEqual([]);
  expect(new Set(again).size).toBe(3);
});

test("many tasks and two servers that hand out: each task goes to one agent, each agent gets one at a time", async () => {
  const names = ["ada", "bob", "cyd"];
  for (const name of names)
    await agents("POST", "/api/agents/heartbeat", { agent: { name, role: "coder", sessionId: name }, state: "idle" });
  await many(2, (index) => at(index)("PUT", "/api/hand-out", { on: true }));
  const tasks = await many(
    12,
    async (index) => (await at(index)("POST", "/api/tasks", { title: `Task ${index}`, role: "coder" })).body.id as string,
  );
  const open = async () => {
    const { items } = (await people[0]("GET", "/api/tasks?limit=200&role=coder")).body;
    return (items as { id: string; status: string; agent?: { name: string } }[]).filter(({ status }) => status !== "completed");
  };
  const done = new Set<string>();
  await expect
    .poll(async () => {
      const assigned = (await open()).filter(({ status }) => status === "assigned");
      expect(new Set(assigned.map(({ agent }) => agent?.name)).size).toBe(assigned.length);
      await Promise.all(
        assigned.map(async ({ id, agent }) => {
          await agents("POST", `/api/tasks/${id}/start`, { agent: { name: agent?.name } });
          await agents("POST", `/api/tasks/${id}/complete`, { agent: { name: agent?.name } });
          done.add(id);
        }),
      );
      return done.size;
    })
    .toBe(12);
  for (const id of tasks) {
    const { items } = (await people[0]("GET", `/api/tasks/${id}/history`)).body;
    expect(items.filter(({ kind }: { kind: string }) => kind === "assigned")).toHaveLength(1);
  }
});
