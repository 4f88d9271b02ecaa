import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processTable } from "../apps/cli/src/host/process-table.ts";
import { markedProcesses } from "../apps/cli/src/testing/marked-processes.ts";
import { dataFolder, freePort, startBff, type Bff } from "./support/bff-process.ts";
import { callerOf, makeToken, type Caller } from "./support/people.ts";
import { openMachine } from "./support/runner.ts";

// From the API to the process table and back: the real server, the real runner, real processes.

const linux = existsSync("/proc/self/stat");
/** Writes down each of its beginnings; has a child in its group, and one that has left it. */
const worker = { name: "worker", command: ["sh", "-c", 'echo "$BECKON_AGENT" >>starts; echo up; setsid sleep 900 & sleep 900 & wait'] };
const profiles = [{ ...worker, role: "developer", vendor: "codex", limits: { most: 8 } }];

let cleanUp: AsyncDisposableStack;
let folder: string;
let port: number;
let bff: Bff;
let person: Caller;
let machine: ReturnType<typeof openMachine>;
let runner: ReturnType<typeof machine.start>;
const ids = new Set<string>();

/** Real processes on a machine that has other work. */
const eventually = (read: () => unknown) => expect.poll(read, { interval: 150 });

const startServer = async () => {
  bff = await startBff({ port, dataDir: folder });
};
beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  folder = cleanUp.use(dataFolder()).path;
  port = await freePort();
  await startServer();
  cleanUp.defer(async () => void (await bff.kill()));
  person = callerOf(bff.origin, { authorization: `Bearer ${await makeToken(bff, "Person", "admin")}` });
  machine = cleanUp.use(openMachine({ url: bff.origin, token: await makeToken(bff, "devbox", "host"), profiles }));
  runner = machine.start();
  await connected();
});
afterEach(async () => {
  await cleanUp.disposeAsync();
  ids.clear();
});

const host = async (): Promise<Host | undefined> => (await person("GET", "/api/hosts")).body.items?.[0];
const processes = async (): Promise<ShownProcess[]> => (await host())?.processes ?? [];
const process = async (id: string | undefined) => (await processes()).find((one) => one.id === id);
const over = ({ state }: Command) => ["done", "failed", "expired", "cancelled"].includes(state);
/** Asks, and waits until what was asked is over. */
const asked = async (input: Record<string, unknown>): Promise<Command[]> => {
  const { status, body } = await person("POST", "/api/commands", { hostId: (await host())?.id, ...input });
  expect(status, JSON.stringify(body)).toBe(201);
  const commands = body.commands as Command[];
  for (const { processId = "" } of commands) ids.add(processId);
  machine.remember(...ids);
  const now = () => Promise.all(commands.map(async ({ id }) => (await person("GET", `/api/commands/${id}`)).body as Command));
  await eventually(async () => (await now()).every(over)).toBe(true);
  return now();
};
const startThree = async (): Promise<ShownProcess[]> => {
  const commands = await asked({ kind: "start", profile: "worker", count: 3 });
  expect(commands.map(({ state }) => state)).toEqual(["done", "done", "done"]);
  await eventually(async () => (await processes()).map(({ state }) => state)).toEqual(["running", "running", "running"]);
  return (await processes()).toSorted((one, other) => one.agent.localeCompare(other.agent));
};
const statesOf = (id: string) => markedProcesses([id]).map(({ state }) => state);
const starts = () => readFileSync(join(machine.folder, "starts"), "utf8").trim().split("\n").sort();
const isThere = (pid: number | undefined) => processTable().one(pid ?? 0) !== undefined;
/** The server hears of the machine; what the runner says of itself tells why not. */
const connected = () => eventually(async () => (await host())?.connected ?? runner.said()).toBe(true);
const killRunner = async () => {
  runner.child.kill("SIGKILL");
  await runner.finished;
};
const startRunner = async () => {
  runner = machine.start();
  await connected();
};

test.runIf(linux)("start, pause, resume, restart, stop: what is told is what the process table says", async () => {
  const [one, two, three] = (await startThree()) as [ShownProcess, ShownProcess, ShownProcess];
  expect([one, two, three].map(({ agent }) => agent)).toEqual(["worker-1", "worker-2", "worker-3"]);
  await eventually(() => [one, two, three].map(({ id }) => statesOf(id).length)).toEqual([3, 3, 3]);
  // Each is a run of an agent in the Fleet.
  const { body: agents } = await person("GET", "/api/agents");
  expect(agents.items.map((agent: { name: string }) => agent.name).toSorted()).toEqual(["worker-1", "worker-2", "worker-3"]);
  expect(one).toMatchObject({ agentId: expect.stringMatching(/^ag_/) as string, sessionId: expect.any(String) as string });

  const [paused] = await asked({ kind: "pause", processId: one.id });
  expect(paused).toMatchObject({ state: "done", via: "host", result: "all 3 of its processes stand still" });
  expect(statesOf(one.id)).toEqual(["T", "T", "T"]);
  expect(statesOf(two.id)).not.toContain("T");
  await eventually(async () => (await process(one.id))?.state).toBe("paused");
  // By its agent, as its page does.
  expect(await asked({ kind: "resume", agentId: one.agentId, hostId: undefined })).toMatchObject([{ state: "done" }]);
  expect(statesOf(one.id)).not.toContain("T");

  expect(await asked({ kind: "restart", processId: two.id })).toMatchObject([{ state: "done" }]);
  expect(isThere(two.pid)).toBe(false);
  await eventually(() => process(two.id)).toMatchObject({ state: "running", restarts: 1 });
  const again = await process(two.id);
  expect(again?.pid).not.toBe(two.pid);
  expect(isThere(again?.pid)).toBe(true);

  expect(await asked({ kind: "stop", processId: three.id })).toMatchObject([{ state: "done" }]);
  expect(markedProcesses([three.id])).toEqual([]);
  await eventually(async () => (await process(three.id))?.state).toBe("exited");

  globalThis.process.kill(one.pid as number, "SIGKILL");
  await eventually(() => process(one.id)).toMatchObject({ state: "failed", signal: "SIGKILL" });
  await eventually(() => markedProcesses([one.id])).toEqual([]);

  // Nothing is left: no member, no supervisor, and nobody who has ended without being taken note of.
  await asked({ kind: "stop", processId: two.id });
  await eventually(() => markedProcesses(ids)).toEqual([]);
  const own = () =>
    processTable()
      .all()
      .filter(({ parent }) => parent === runner.child.pid);
  await eventually(own).toEqual([]);
  for (const { pid } of [one, two, three, again ?? one]) expect(isThere(pid)).toBe(false);
});

test.runIf(linux)("a command whose time is over before anybody took it is not done later", async () => {
  const [one, two] = (await startThree()) as [ShownProcess, ShownProcess, ShownProcess];
  await killRunner();
  const [stop] = await asked({ kind: "stop", processId: one.id, timeoutSeconds: 5 });
  expect(stop).toMatchObject({ state: "expired", result: expect.stringContaining("devbox") as string });
  const waiting = person("POST", "/api/commands", { kind: "restart", hostId: (await host())?.id, processId: two.id, timeoutSeconds: 300 });
  const [restart] = (await waiting).body.commands as Command[];
  await startRunner();
  await eventually(async () => (await person("GET", `/api/commands/${restart?.id}`)).body.state).toBe("done");
  expect(await process(one.id)).toMatchObject({ state: "running", pid: one.pid });
  expect(await process(two.id)).toMatchObject({ restarts: 1 });
  const { body: audit } = await person("GET", `/api/audit?subject=${stop?.id}`);
  expect(audit.items.map(({ action }: { action: string }) => action)).toEqual(["command.expired", "command.requested"]);
});

test.runIf(linux)("the runner is killed again and again while it restarts its processes: each runs once", async () => {
  const started = await startThree();
  const commands = await Promise.all(
    started.map(async ({ id }) => {
      const { body } = await person("POST", "/api/commands", {
        kind: "restart",
        hostId: (await host())?.id,
        processId: id,
        timeoutSeconds: 300,
      });
      return (body.commands as Command[])[0] as Command;
    }),
  );
  for (const after of [0, 30, 120, 300]) {
    await new Promise((done) => setTimeout(done, after));
    await killRunner();
    runner = machine.start();
  }
  const states = async () => Promise.all(commands.map(async ({ id }) => (await person("GET", `/api/commands/${id}`)).body.state));
  await eventually(states).toEqual(["done", "done", "done"]);
  await eventually(async () => (await processes()).map(({ state, restarts }) => [state, restarts])).toEqual([
    ["running", 1],
    ["running", 1],
    ["running", 1],
  ]);
  // Two beginnings of each, one of them ended.
  await eventually(starts).toEqual(started.flatMap(({ agent }) => [agent, agent]));
  for (const { id, pid } of started) {
    expect(isThere(pid)).toBe(false);
    expect(statesOf(id)).toHaveLength(3);
  }
});
