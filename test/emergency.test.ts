import { existsSync } from "node:fs";
import type { Host } from "@beckon/contracts/hosts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "./support/bff-process.ts";
import { findPids, idleProfile, inState, readRecovery, startAgents } from "./support/emergency-team.ts";
import { callerOf, makeToken, type Caller } from "./support/people.ts";
import { openMachine } from "./support/runner.ts";

// From the tap to the process table: a real server, two real runners, 200 real processes.

const linux = existsSync("/proc/self/stat");
const each = 100;
const cleanUp = new AsyncDisposableStack();
let folder: string;
let port: number;
let bff: Bff;
let person: Caller;
let ids: string[];
/** By the ids of their agents. */
let pids: Map<string, number>;

const eventually = (read: () => unknown) => expect.poll(read, { interval: 100 });
const hosts = async (): Promise<Host[]> => (await person("GET", "/api/hosts")).body.items ?? [];
const still = () => inState(pids.values(), (state) => state === "T");
const going = () => inState(pids.values(), (state) => state === "S" || state === "R");
const stateIn = async (id: string) => (await readRecovery(person, id)).state;

beforeEach(async () => {
  if (!linux) return;
  folder = cleanUp.use(dataFolder()).path;
  port = await freePort();
  bff = await startBff({ port, dataDir: folder });
  cleanUp.defer(async () => void (await bff.kill()));
  person = callerOf(bff.origin, { authorization: `Bearer ${await makeToken(bff, "Person", "admin")}` });
  const names = ["devbox", "server"];
  const machines = await Promise.all(
    names.map(async (name) =>
      cleanUp.use(openMachine({ url: bff.origin, token: await makeToken(bff, name, "host"), name, profiles: [idleProfile] })),
    ),
  );
  for (const machine of machines) machine.start();
  await eventually(async () => (await hosts()).filter(({ connected }) => connected).length).toBe(2);
  const known = await hosts();
  ids = (
    await Promise.all(
      names.map((name, index) =>
        startAgents(person, {
          hostId: known.find((host) => host.name === name)?.id as string,
          machine: machines[index] as (typeof machines)[number],
          count: each,
        }),
      ),
    )
  ).flat();
  await eventually(
    async () => (await hosts()).flatMap(({ processes }) => processes).filter(({ state }) => state === "running").length,
  ).toBe(2 * each);
  pids = findPids(ids);
  expect(pids.size).toBe(2 * each);
});
afterEach(() => cleanUp.disposeAsync());

test.runIf(linux)(
  "200 agents: one was paused before; stopped, the server killed half-way, all stand still after its start; resumed, each as it was",
  async () => {
    const [before] = ids as [string, ...string[]];
    const host = (await hosts()).find(({ processes }) => processes.some(({ id }) => id === before));
    await person("POST", "/api/commands", { kind: "pause", hostId: host?.id, processId: before });
    await eventually(async () => (await hosts()).flatMap(({ processes }) => processes).find(({ id }) => id === before)?.state).toBe(
      "paused",
    );

    const pressed = await person("POST", "/api/recoveries", { action: "pause_all", confirm: "pause" });
    expect(pressed).toMatchObject({ status: 201, body: { counts: { total: 2 * each - 1 } } });
    const { id } = pressed.body;
    // The first ones stand still, and hardly any has been told of: then it dies.
    await expect.poll(still, { interval: 5 }).toBeGreaterThan(1);
    await bff.kill("SIGKILL");
    bff = await startBff({ port, dataDir: folder });
    await eventually(() => stateIn(id)).toBe("done");
    expect(await readRecovery(person, id)).toMatchObject({ counts: { total: 2 * each - 1, done: 2 * each - 1, failed: 0, skipped: 0 } });
    expect(still()).toBe(2 * each);
    // Nobody was told twice.
    const { body } = await person("GET", "/api/audit?action=command.requested&limit=200");
    expect(body.items.filter(({ detail }: { detail: { reason?: string } }) => detail.reason?.startsWith("Pause all"))).toHaveLength(
      2 * each - 1,
    );

    expect((await person("POST", `/api/recoveries/${id}/resume`, { confirm: "resume" })).status).toBe(200);
    await bff.kill("SIGKILL");
    bff = await startBff({ port, dataDir: folder });
    await eventually(() => stateIn(id)).toBe("resumed");
    expect(await readRecovery(person, id)).toMatchObject({ back: { total: 2 * each - 1, done: 2 * each - 1 } });
    // The same processes, each as it was: the one that a person had paused stands still.
    expect([still(), going()]).toEqual([1, 2 * each - 1]);
    expect(inState([pids.get(before) as number], (state) => state === "T")).toBe(1);
  },
);
