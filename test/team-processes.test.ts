import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Team } from "@beckon/contracts/teams";
import { afterAll, beforeAll, expect, test } from "vitest";
import { markedProcesses } from "../apps/cli/src/testing/marked-processes.ts";
import { dataFolder, freePort, startBff, type Bff } from "./support/bff-process.ts";
import { callerOf, makeToken, type Caller } from "./support/people.ts";
import { openMachine } from "./support/runner.ts";

// A team that a real machine declares: kept at strength in the process table, until it fails too often.

const linux = existsSync("/proc/self/stat");
const cleanUp = new AsyncDisposableStack();
let bff: Bff;
let person: Caller;
let machine: ReturnType<typeof openMachine>;

const eventually = (read: () => unknown) => expect.poll(read, { interval: 150 });

beforeAll(async () => {
  if (!linux) return;
  const folder = cleanUp.use(dataFolder());
  bff = await startBff({ port: await freePort(), dataDir: folder.path });
  cleanUp.defer(async () => void (await bff.kill()));
  person = callerOf(bff.origin, { authorization: `Bearer ${await makeToken(bff, "Person", "admin")}` });
  // It works until somebody says that it shall fail.
  const worker = { name: "worker", command: ["sh", "-c", "test -e broken && exit 3; sleep 900"], limits: { most: 3 } };
  const teams = [{ name: "Night", members: [{ profile: "worker", strength: 3 }], limits: { restartsPerHour: 3 } }];
  machine = cleanUp.use(openMachine({ url: bff.origin, token: await makeToken(bff, "devbox", "host"), profiles: [worker], teams }));
  machine.start();
});
afterAll(() => cleanUp.disposeAsync());

const team = async (): Promise<Team | undefined> => (await person("GET", "/api/teams")).body.items?.[0];
const states = async () => (await team())?.members.map(({ state }) => state);
const remember = async () => machine.remember(...((await team())?.members.flatMap(({ processId }) => processId ?? []) ?? []));
const pidOf = async (index: number): Promise<number> => {
  const { processes } = (await person("GET", "/api/hosts")).body.items[0];
  const { processId } = (await team())?.members[index] ?? {};
  return processes.find(({ id }: { id: string }) => id === processId)?.pid;
};

test.runIf(linux)("declared and off; switched on; one is killed and comes back; too many failures ask a person", async () => {
  await eventually(async () => (await team())?.state).toBe("off");
  const { id } = (await team()) as Team;
  await person("PATCH", `/api/teams/${id}`, { keep: true });
  await eventually(states).toEqual(["running", "running", "running"]);
  await remember();
  const before = ((await team()) as Team).members;
  const killed = await pidOf(0);
  process.kill(killed, "SIGKILL");
  await eventually(async () => (await team())?.members[0]).toMatchObject({ state: "running", starts: 2 });
  await remember();
  const after = ((await team()) as Team).members;
  expect(after[0]?.processId).not.toBe(before[0]?.processId);
  expect(await pidOf(0)).not.toBe(killed);
  expect(markedProcesses([after[0]?.processId ?? ""]).length).toBeGreaterThan(0);
  expect(after.slice(1).map(({ processId }) => processId)).toEqual(before.slice(1).map(({ processId }) => processId));

  // From now on every start fails.
  writeFileSync(join(machine.folder, "broken"), "");
  process.kill(await pidOf(0), "SIGKILL");
  await eventually(async () => (await team())?.members[0]?.state).toBe("given_up");
  await remember();
  const { items } = (await person("GET", "/api/decision-requests?status=pending")).body;
  expect(items).toHaveLength(1);
  expect(items[0].title).toMatch(/^worker-1 failed 3 times in \d+ min: /);
  expect((await states())?.slice(1)).toEqual(["running", "running"]);

  await person("POST", `/api/teams/${id}/dissolve`, { tasks: "requeue" });
  await eventually(async () => (await team())?.state).toBe("off");
  const ids = ((await team()) as Team).members.flatMap(({ processId }) => processId ?? []);
  expect(markedProcesses(ids)).toEqual([]);
});
