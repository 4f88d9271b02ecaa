import type { Host } from "@beckon/contracts/hosts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, commanding, openRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

// One `beckon run`: told of with its signs of life, controlled by what they are answered with.

let app: TestApp;
let owner: Call;
let token: Call & { id: string };
let ask: ReturnType<typeof commanding>;
let now = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => (now = new Date(now.getTime() + ms));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  ask = commanding(owner);
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  await app.database.executeSql("delete from host");
  await app.database.executeSql("delete from command");
  token = await app.token("agent", "laptop");
});

const hosts = async (): Promise<Host[]> => (await owner("GET", "/api/hosts")).body.items;
const openRun = (call: Call, sessionId = "run-1", process = aProcess({ agent: "writer", profile: "aider" })) => ({
  process,
  beat: async (more: object = {}, wait = 0) => {
    const agent = { name: "writer", host: "laptop", sessionId };
    return call("POST", `/api/agents/heartbeat?wait=${wait}`, { agent, state: "running", process, ...more });
  },
});

test("its process is a run of an agent, and is stopped like a machine's; what came of it is told with the next sign of life", async () => {
  const run = openRun(token);
  expect(await run.beat()).toMatchObject({ status: 200, body: { commands: [] } });
  const [host] = await hosts();
  expect(host).toMatchObject({
    name: "laptop",
    run: true,
    connected: true,
    profiles: [],
    processes: [{ id: run.process.id, state: "running" }],
  });
  const [{ agentId, sessionId } = {}] = host?.processes ?? [];
  const session = (await owner("GET", "/api/sessions")).body.items.find(({ id }: { id: string }) => id === sessionId);
  expect(session).toMatchObject({ key: "run-1", agentId });

  const [pause] = await ask({ kind: "pause", agentId });
  expect(pause).toMatchObject({ via: "host", hostId: host?.id, subject: "writer" });
  const given = (await run.beat()).body.commands;
  expect(given).toMatchObject([{ id: pause.id, kind: "pause", processId: run.process.id }]);
  // Again, until it is reported on.
  expect((await run.beat()).body.commands).toEqual(given);
  const paused = { ...run.process, state: "paused" };
  const done = { id: pause.id, state: "done", result: "all 2 of its processes stand still" };
  expect((await run.beat({ process: paused, commands: [done] })).body.commands).toEqual([]);
  expect((await owner("GET", `/api/commands/${pause.id}`)).body).toMatchObject({ state: "done", result: done.result });
  expect((await hosts())[0]?.processes[0]?.state).toBe("paused");
  expect((await owner("POST", "/api/commands", { kind: "start", hostId: host?.id, profile: "aider" })).status).toBe(409);

  await run.beat({ process: { ...run.process, state: "exited", endedAt: now.toISOString(), exitCode: 0 } });
  expect((await hosts())[0]).toMatchObject({ connected: false, processes: [{ state: "exited", exitCode: 0 }] });
  // No second run of it by the facts of a machine.
  expect((await owner("GET", "/api/sessions?limit=200")).body.items.filter(({ key }: { key: string }) => key === run.process.id)).toEqual(
    [],
  );
});

test("a sign of life that waits hears of a command at once; without a process nothing is held", { timeout: 10_000 }, async () => {
  const run = openRun(token);
  await run.beat();
  const [{ id: hostId = "" } = {}] = await hosts();
  const waiting = run.beat({}, 25);
  const [stop] = await ask({ kind: "stop", hostId, processId: run.process.id });
  expect((await waiting).body.commands).toMatchObject([{ id: stop.id, kind: "stop" }]);
  expect((await token("POST", "/api/agents/heartbeat?wait=25", { agent: { name: "other" } })).body).toEqual({ commands: [] });
});

test("what is another's stays another's: processes, runs, commands, and machines of the same name", async () => {
  const run = openRun(token);
  await run.beat();
  const [{ id: hostId = "" } = {}] = await hosts();
  const [stop] = await ask({ kind: "stop", hostId, processId: run.process.id });
  const thief = await app.token("agent", "thief");
  // The same process, the same run, and the command that was for it.
  const forged = { process: { ...run.process, state: "exited" }, commands: [{ id: stop.id, state: "done", result: "gone" }] };
  expect((await openRun(thief).beat(forged)).body.commands).toEqual([]);
  expect((await hosts()).find(({ id }) => id === hostId)?.processes).toMatchObject([{ id: run.process.id, state: "running" }]);
  expect((await owner("GET", `/api/commands/${stop.id}`)).body.state).toBe("requested");
  const machine = await openRunner(await app.token("host", "laptop"), "laptop");
  expect(
    await machine.report({ complete: true, processes: [{ ...run.process, state: "exited" }], commands: forged.commands }),
  ).toMatchObject({
    commands: [],
    refused: expect.arrayContaining([run.process.id, stop.id]) as string[],
  });
  // A machine of that name is not taken for the run whose token was revoked.
  await owner("DELETE", `/api/tokens/${token.id}`);
  const second = await openRunner(await app.token("host", "laptop 2"), "laptop");
  expect(second.id).not.toBe(hostId);
});

test("runs that ended a day ago are gone, and a token that tells of ever new ones keeps a hundred", async () => {
  for (let one = 0; one < 103; one += 1) {
    later(1_000);
    await openRun(token, `run-${one}`).beat();
  }
  expect(await hosts()).toHaveLength(100);
  const before = (await owner("GET", "/api/sync")).body.cursor;
  later(86_400_001);
  const machine = await openRunner(await app.token("host", "devbox"));
  await app.services.hosts.prune();
  expect((await hosts()).map(({ id }) => id)).toEqual([machine.id]);
  const { tombstones } = (await owner("GET", `/api/sync?cursor=${before}`)).body;
  expect(tombstones.filter(({ kind }: { kind: string }) => kind === "host")).toHaveLength(100);
});
