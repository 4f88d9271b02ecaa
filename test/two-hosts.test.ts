import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { processTable } from "../apps/cli/src/host/process-table.ts";
import { markedProcesses, supervisorsOf } from "../apps/cli/src/testing/marked-processes.ts";
import { dataFolder, freePort, startBff, type Bff } from "./support/bff-process.ts";
import { callerOf, makeToken, type Caller } from "./support/people.ts";
import { openMachine } from "./support/runner.ts";

// A team of six on two machines, none of them easy to end; and SIGKILL of agent, runner and server in every order.

const linux = existsSync("/proc/self/stat");
const worker = (name: string, script: string) => ({
  name,
  command: ["sh", "-c", `echo "$BECKON_AGENT" >>starts; ${script}`],
  role: "developer",
  limits: { most: 2 },
});
const profiles = [
  // Children, and children of those.
  worker("plain", `sh -c 'sleep 900 & sleep 900 & wait' & sleep 900 & wait`),
  // None of it hears a polite word.
  worker("deaf", `trap "" TERM; sh -c 'sleep 900; sleep 900' & while :; do sleep 900; done`),
  // A grandchild that has left group, session and parent, as a daemon does.
  worker("stray", `(setsid sh -c 'sh -c "sleep 900; sleep 900" & sleep 900; sleep 900' &); sleep 900; sleep 900`),
];
/** Of each, with its shell. */
const members = { plain: 5, deaf: 4, stray: 6 };

let cleanUp: AsyncDisposableStack;
let folder: string;
let port: number;
let bff: Bff;
let person: Caller;
let machines: [Machine, Machine];
const ids = new Set<string>();

type Machine = ReturnType<typeof openMachine> & { name: string; runner: ReturnType<ReturnType<typeof openMachine>["start"]> };
const eventually = (read: () => unknown) => expect.poll(read, { interval: 150 });

const startServer = async () => {
  bff = await startBff({ port, dataDir: folder });
};
const hosts = async (): Promise<Host[]> => (await person("GET", "/api/hosts")).body.items ?? [];
const hostOf = async ({ name }: Machine) => (await hosts()).find((host) => host.name === name);
/** Those of this test. */
const processes = async (): Promise<ShownProcess[]> => (await hosts()).flatMap((host) => host.processes).filter(({ id }) => ids.has(id));
const processOf = async (id: string) => (await processes()).find((one) => one.id === id);
const isConnected = (machine: Machine) =>
  expect.poll(async () => (await hostOf(machine))?.connected || machine.runner.said(), { interval: 50 }).toBe(true);
const startRunner = (machine: Machine) => {
  machine.runner = machine.start();
};
const killRunner = async ({ runner }: Machine) => {
  runner.child.kill("SIGKILL");
  await runner.finished;
};
const starts = () =>
  machines.map(({ folder: own }) =>
    existsSync(join(own, "starts")) ? readFileSync(join(own, "starts"), "utf8").trim().split("\n").toSorted() : [],
  );
const isThere = (pid: number | undefined) => processTable().one(pid ?? 0) !== undefined;
const over = ({ state }: Command) => ["done", "failed", "expired", "cancelled"].includes(state);

const ask = async (input: Record<string, unknown>): Promise<Command[]> => {
  const { status, body } = await person("POST", "/api/commands", { timeoutSeconds: 120, ...input });
  expect(status, JSON.stringify(body)).toBe(201);
  const commands = body.commands as Command[];
  for (const { processId = "" } of commands) ids.add(processId);
  for (const machine of machines) machine.remember(...ids);
  return commands;
};
const ended = async (commands: readonly Command[]): Promise<Command[]> => {
  const now = () => Promise.all(commands.map(async ({ id }) => (await person("GET", `/api/commands/${id}`)).body as Command));
  await eventually(async () => (await now()).filter((one) => !over(one))).toEqual([]);
  return now();
};
const statesOf = (commands: readonly Command[]) => commands.map(({ state, result }) => (state === "done" ? state : `${state}: ${result}`));

type Member = ShownProcess & { machine: Machine };
/** Three on each machine, at work with all that they start. */
const startTeam = async (): Promise<Member[]> => {
  const asked: Command[] = [];
  for (const machine of machines) {
    await isConnected(machine);
    rmSync(join(machine.folder, "starts"), { force: true });
    const { id } = (await hostOf(machine)) as Host;
    for (const { name } of profiles) asked.push(...(await ask({ kind: "start", hostId: id, profile: name })));
  }
  expect(statesOf(await ended(asked))).toEqual(Array<string>(6).fill("done"));
  const team: Member[] = [];
  for (const machine of machines) {
    for (const one of (await hostOf(machine))?.processes ?? []) if (ids.has(one.id)) team.push({ ...one, machine });
  }
  const counts = () => team.map(({ id }) => markedProcesses([id]).length);
  await eventually(counts).toEqual(team.map(({ profile }) => members[profile as keyof typeof members]));
  await eventually(() => starts().flat().length).toBe(6);
  return team;
};
/** Nothing carries a mark, no supervisor is left, and nobody of ours has ended without being taken note of. */
const nothingIsLeft = async () => {
  await eventually(() => markedProcesses(ids)).toEqual([]);
  await eventually(() => supervisorsOf(ids)).toEqual([]);
  const own = new Set([bff.pid, ...machines.map(({ runner }) => runner.child.pid)]);
  await eventually(() =>
    processTable()
      .all()
      .filter(({ parent, state }) => state === "Z" && own.has(parent)),
  ).toEqual([]);
};

beforeAll(async () => {
  if (!linux) return;
  cleanUp = new AsyncDisposableStack();
  folder = cleanUp.use(dataFolder()).path;
  port = await freePort();
  await startServer();
  cleanUp.defer(async () => void (await bff.kill()));
  person = callerOf(bff.origin, { authorization: `Bearer ${await makeToken(bff, "Person", "admin")}` });
  const open = async (name: string): Promise<Machine> => {
    const machine = cleanUp.use(openMachine({ url: bff.origin, token: await makeToken(bff, name, "host"), name, profiles }));
    return Object.assign(machine, { name, runner: machine.start() });
  };
  machines = [await open("left"), await open("right")];
});
afterEach(() => ids.clear());
afterAll(() => cleanUp?.disposeAsync());

test.runIf(linux)("each control reaches its own processes and no others: the process table says so", async () => {
  const team = await startTeam();
  const half = team.filter(({ machine }) => machine.name === "left");
  const others = team.filter(({ machine }) => machine.name === "right");
  const states = (those: readonly Member[]) => those.flatMap(({ id }) => markedProcesses([id]).map(({ state }) => state === "T"));
  const to = async (kind: string, those: readonly Member[]) => {
    const asked = await Promise.all(
      those.map(async ({ id, machine }) => ask({ kind, hostId: (await hostOf(machine))?.id, processId: id })),
    );
    expect(statesOf(await ended(asked.flat()))).toEqual(those.map(() => "done"));
  };
  await to("pause", half);
  expect(states(half)).toEqual(Array<boolean>(15).fill(true));
  expect(states(others)).toEqual(Array<boolean>(15).fill(false));
  await to("resume", half);
  expect(states(half)).toEqual(Array<boolean>(15).fill(false));
  await to("restart", half);
  for (const { pid } of half) expect(isThere(pid)).toBe(false);
  for (const { pid, id } of others) expect((await processOf(id))?.pid).toBe(pid);
  await eventually(() => starts().map(({ length }) => length)).toEqual([6, 3]);
  // What stands still is ended too, and what will not hear it.
  await to("pause", others);
  await to("stop", team);
  expect((await processes()).map(({ state }) => state)).toEqual(Array<string>(6).fill("exited"));
  await nothingIsLeft();
});

const kinds = ["agent", "runner", "server"] as const;
const rest = (...taken: string[]) => kinds.filter((kind) => !taken.includes(kind));
const orders = kinds.flatMap((first) => rest(first).map((second) => [first, second, ...rest(first, second)]));

test.runIf(linux).for(orders)("SIGKILL of %s, %s and %s: told as it was, and nothing runs twice", async (order) => {
  const team = await startTeam();
  const [left, right] = machines;
  // One of each kind dies, on the machine whose runner dies too; the other machine only loses its server.
  const victims = team.filter(({ machine }) => machine === left);
  const others = team.filter(({ machine }) => machine === right);
  for (const kind of order) {
    if (kind === "agent") for (const { pid } of victims) process.kill(pid as number, "SIGKILL");
    else if (kind === "runner") await killRunner(left);
    else await bff.kill();
  }
  const begun = starts();
  // It comes back before there is anybody to tell, or to somebody who has missed it all.
  const runnerFirst = order.indexOf("runner") < order.indexOf("server");
  if (runnerFirst) startRunner(left);
  await startServer();
  if (!runnerFirst) startRunner(left);
  for (const { id } of victims) await eventually(() => processOf(id)).toMatchObject({ state: "failed", signal: "SIGKILL" });
  for (const { id, pid } of others) await eventually(() => processOf(id)).toMatchObject({ state: "running", pid, restarts: 0 });
  // What they left went with them, wherever it had gone.
  await eventually(() => markedProcesses(victims.map(({ id }) => id))).toEqual([]);
  for (const { id, profile } of others) expect(markedProcesses([id]).length).toBe(members[profile as keyof typeof members]);
  expect(starts()).toEqual(begun);
  for (const machine of machines) await isConnected(machine);
  // And what is asked for is done again; the deaf one, which would take its time, is killed from outside.
  const deaf = others.find(({ profile }) => profile === "deaf") as Member;
  const polite = others.filter((one) => one !== deaf);
  const stops = await Promise.all(polite.map(async ({ id }) => ask({ kind: "stop", hostId: (await hostOf(right))?.id, processId: id })));
  expect(statesOf(await ended(stops.flat()))).toEqual(["done", "done"]);
  process.kill(deaf.pid as number, "SIGKILL");
  await eventually(() => processOf(deaf.id)).toMatchObject({ state: "failed", signal: "SIGKILL" });
  await nothingIsLeft();
});
