import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "@beckon/contracts/controls";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bff } from "../support/bff-process.ts";
import { aProcess, openRunner, type TestRunner } from "../support/host-lab.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import type { Call } from "../support/test-app.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let people: [Caller, Caller];
/** One runner, as each of the two servers sees it. */
let runners: [TestRunner, TestRunner];
let stranger: TestRunner;

beforeAll(async () => {
  const bffs = await startTwoServers(cleanUp);
  const cookie = await pairDevice(bffs[0], "Phone");
  people = [callerOf(bffs[0].origin, { cookie }), callerOf(bffs[1].origin, { cookie })];
  const caller = async (bff: Bff, authorization: string) => callerOf(bff.origin, { authorization }) as unknown as Call;
  const devbox = `Bearer ${await makeToken(bffs[0], "devbox", "host")}`;
  runners = [await openRunner(await caller(bffs[0], devbox)), await openRunner(await caller(bffs[1], devbox))];
  stranger = await openRunner(await caller(bffs[1], `Bearer ${await makeToken(bffs[0], "other", "host")}`), "other");
});
afterAll(() => cleanUp.disposeAsync());

const at = <T>(both: [T, T], index: number): T => both[index % 2 ? 1 : 0];
const many = <T>(count: number, run: (index: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const running = async () => {
  const process = aProcess({ profile: "tester", agent: "tester-1" });
  await runners[0].report({ processes: [process] });
  return process.id;
};
const ask = (index: number, body: object, more: object = {}) =>
  at(people, index)("POST", "/api/commands", { hostId: runners[0].id, ...body, ...more });
const read = async (id: string): Promise<Command> => (await people[1]("GET", `/api/commands/${id}`)).body;

test("a command asked for at one server wakes the runner that waits at the other", async () => {
  const processId = await running();
  const waitSeconds = 20;
  const waiting = runners[0].report({}, waitSeconds);
  // It stands in line there; were it not, it would be answered from the row at once, which is right too.
  await sleep(300);
  const began = performance.now();
  const [command] = (await ask(1, { kind: "stop", processId })).body.commands;
  expect((await waiting).commands).toMatchObject([{ id: command.id, kind: "stop", processId }]);
  // Nobody who was not woken comes back before his own wait is over.
  expect(performance.now() - began).toBeLessThan((waitSeconds - 1) * 1_000);
  await runners[1].tell(command, "done");
  expect(await read(command.id)).toMatchObject({ state: "done" });
});

test("taken back and fetched at once: either nobody has it, or nobody could take it back", async () => {
  for (let round = 0; round < 15; round += 1) {
    const processId = await running();
    const [command] = (await ask(round, { kind: "stop", processId })).body.commands;
    const [cancelled, answer] = await Promise.all([
      at(people, round)("POST", `/api/commands/${command.id}/cancel`),
      at(runners, round + 1).report(),
    ]);
    const has = answer.commands.some(({ id }) => id === command.id);
    expect({ has, status: cancelled.status }).toEqual(has ? { has: true, status: 409 } : { has: false, status: 200 });
    expect((await read(command.id)).state).toBe(has ? "delivered" : "cancelled");
    await runners[0].tell(command, "done");
    expect((await read(command.id)).state).toBe(has ? "done" : "cancelled");
  }
});

test("one end is told at both servers, many times at once: it is written down once, and the first word stands", async () => {
  for (let round = 0; round < 5; round += 1) {
    const processId = await running();
    const [command] = (await ask(round, { kind: "stop", processId })).body.commands;
    await many(8, (index) => at(runners, index).tell(command, ["acknowledged", "done", "failed"][index % 3] as string, `word ${index}`));
    const { state } = await read(command.id);
    expect(["done", "failed"]).toContain(state);
    const { items } = (await people[0]("GET", `/api/audit?subject=${command.id}`)).body;
    expect(items.map(({ action }: { action: string }) => action)).toEqual([`command.${state}`, "command.requested"]);
    expect((await stranger.tell(command, "done")).refused).toEqual([command.id]);
  }
});

test("twelve people press stop at two servers: it is asked for once, and the others hear that it is under way", async () => {
  const processId = await running();
  const answers = await many(12, (index) => ask(index, { kind: "stop", processId }));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === "command.under_way")).toHaveLength(11);
});

test("many starts at once never exceed what the machine allows, and no two get one name", async () => {
  const answers = await many(8, (index) => ask(index, { kind: "start", profile: "developer" }));
  const started = answers.filter(({ status }) => status === 201).map(({ body }) => body.commands[0] as Command);
  expect(started.map(({ subject }) => subject).toSorted()).toEqual(["developer-1", "developer-2", "developer-3"]);
  expect(new Set(started.map(({ processId }) => processId)).size).toBe(3);
  expect(answers.filter(({ body }) => body.code === "command.not_possible")).toHaveLength(5);
});

test("two machines tell of one process at once: one has it, the other is refused", async () => {
  for (let round = 0; round < 10; round += 1) {
    const process = aProcess({ profile: "tester", agent: `tester-${round + 10}` });
    const [mine, other] = await Promise.all([runners[0].report({ processes: [process] }), stranger.report({ processes: [process] })]);
    expect([mine.refused, other.refused].toSorted((a, b) => a.length - b.length)).toEqual([[], [process.id]]);
  }
});

test("reports of one runner over two connections: none is lost, none fails, and the last state stands", async () => {
  const processes = Array.from({ length: 20 }, (_, index) => aProcess({ profile: "tester", agent: `crowd-${index}` }));
  await many(10, (index) => at(runners, index).report({ processes: processes.map((one) => ({ ...one, cpu: index })) }));
  const ended = { state: "exited", exitCode: 0, endedAt: new Date().toISOString() };
  await many(10, (index) => at(runners, index).report({ processes: processes.map((one) => ({ ...one, ...(index === 5 ? ended : {}) })) }));
  const host = (await people[0]("GET", "/api/hosts")).body.items.find(({ id }: { id: string }) => id === runners[0].id);
  const states = host.processes
    .filter(({ agent }: { agent: string }) => agent.startsWith("crowd-"))
    .map(({ state }: { state: string }) => state);
  expect(states).toEqual(processes.map(() => "exited"));
  const sessions = (await people[0]("GET", "/api/sessions?limit=200")).body.items;
  const keys = new Set(processes.map(({ id }) => id));
  const runs = sessions.filter(({ key }: { key: string }) => keys.has(key));
  expect(runs).toHaveLength(20);
  for (const run of runs) expect(run).toHaveProperty("endedAt");
});
