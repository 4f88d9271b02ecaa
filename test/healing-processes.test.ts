import { existsSync } from "node:fs";
import type { Command } from "@beckon/contracts/controls";
import type { HealingRun } from "@beckon/contracts/healing";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { expect, test } from "vitest";
import { markedProcesses } from "../apps/cli/src/testing/marked-processes.ts";
import { dataFolder, freePort, startBff } from "./support/bff-process.ts";
import { callerOf, makeToken } from "./support/people.ts";
import { openMachine } from "./support/runner.ts";

// Auto-heal with the real server, the real runner and real processes: what it says it did is what the process table says.

const hoard = "const all = Buffer.alloc(300e6, 1); setInterval(() => all[0], 1_000)";
const profiles = [
  { name: "steady", command: ["sh", "-c", "echo up; sleep 900"], limits: { most: 8 } },
  { name: "crasher", command: ["sh", "-c", "sleep 2; echo boom; exit 3"] },
  { name: "eater", command: [process.execPath, "-e", hoard], limits: { memory: "200MB" } },
];
const eventually = (read: () => unknown) => expect.poll(read, { interval: 200 });

test.runIf(existsSync("/proc/self/stat"))("crashes, a kill, too much memory and a stop from outside, on a real machine", async () => {
  await using cleanUp = new AsyncDisposableStack();
  const bff = await startBff({ port: await freePort(), dataDir: cleanUp.use(dataFolder()).path });
  cleanUp.defer(async () => void (await bff.kill()));
  const person = callerOf(bff.origin, { authorization: `Bearer ${await makeToken(bff, "Person", "admin")}` });
  const machine = cleanUp.use(openMachine({ url: bff.origin, token: await makeToken(bff, "devbox", "host"), profiles }));
  machine.start();
  const host = async (): Promise<Host | undefined> => (await person("GET", "/api/hosts")).body.items?.[0];
  const processes = async (): Promise<ShownProcess[]> => (await host())?.processes ?? [];
  const named = async (agent: string) =>
    (await processes()).filter((one) => one.agent === agent).toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  await eventually(async () => (await host())?.connected).toBe(true);
  const start = async (profile: string, count = 1) => {
    const { status, body } = await person("POST", "/api/commands", { kind: "start", hostId: (await host())?.id, profile, count });
    expect(status, JSON.stringify(body)).toBe(201);
    machine.remember(...(body.commands as Command[]).map(({ processId = "" }) => processId));
  };
  await start("steady", 6);
  await start("eater");
  for (const times of [1, 2, 3]) {
    await start("crasher");
    await eventually(async () => (await named("crasher-1")).filter(({ state }) => state === "failed").length).toBe(times);
  }
  await eventually(async () => (await processes()).filter(({ profile, state }) => profile === "steady" && state === "running").length).toBe(
    6,
  );
  await eventually(async () => (await named("eater-1"))[0]?.problem).toMatch(/in memory, and may have 200 MB/u);
  const [frozen] = (await named("steady-1")) as [ShownProcess];
  const [killed] = (await named("steady-2")) as [ShownProcess];
  const [paused] = (await named("steady-3")) as [ShownProcess];
  // A person pauses one; somebody else stops another, and kills a third.
  await person("POST", "/api/commands", { kind: "pause", hostId: (await host())?.id, processId: paused.id });
  for (const { pid } of markedProcesses([frozen.id])) process.kill(pid, "SIGSTOP");
  process.kill(killed.pid as number, "SIGKILL");
  await eventually(async () => [
    (await named("steady-1"))[0]?.state,
    (await named("steady-2"))[0]?.state,
    (await named("steady-3"))[0]?.state,
  ]).toEqual(["paused", "failed", "paused"]);

  const { body: plan } = await person("POST", "/api/healing/preview", { mode: "smart" });
  const said = ({ act, fault, subject }: { act: string; fault: string; subject: { name: string } }) => `${act} ${fault} ${subject.name}`;
  expect(plan.steps.map(said).toSorted()).toEqual([
    "ask crash_loop crasher-1",
    "restart out_of_memory eater-1",
    "restart silent_exit steady-2",
    "resume stopped_outside steady-1",
  ]);
  expect(plan.left).toMatchObject([{ subject: { name: "steady-3" }, reason: expect.stringContaining("Paused by Person") as string }]);
  const { status, body: run } = await person("POST", "/api/healing/runs", { mode: "smart", planHash: plan.hash });
  expect(status, JSON.stringify(run)).toBe(201);
  const read = async (): Promise<HealingRun> => (await person("GET", `/api/healing/runs/${run.id}`)).body;
  await eventually(async () => (await read()).state).toBe("over");
  expect((await read()).steps.map(({ act, state }) => `${act} ${state}`)).toEqual([
    "resume done",
    "restart done",
    "restart done",
    "ask done",
  ]);

  // The process table has it: it goes on, one new is there, and whom a person paused still stands.
  const states = (id: string) => markedProcesses([id]).map(({ state }) => state);
  expect(states(frozen.id)).not.toContain("T");
  await eventually(async () => (await named("steady-2"))[0]?.state).toBe("running");
  const [again] = (await named("steady-2")) as [ShownProcess];
  machine.remember(again.id, ...(await named("eater-1")).map(({ id }) => id));
  expect(again.id).not.toBe(killed.id);
  expect(states(again.id).length).toBeGreaterThan(0);
  expect(states(paused.id)).toContain("T");
  expect(await named("crasher-1")).toHaveLength(3);
  const asked = (await person("GET", "/api/decision-requests?status=pending")).body.items;
  expect(asked).toMatchObject([{ title: "crasher-1 crashes again and again", options: [{ id: "again" }, { id: "leave" }] }]);
});
