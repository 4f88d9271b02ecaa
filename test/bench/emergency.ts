import { openMachine } from "../support/runner.ts";
import { findPids, idleProfile, inState, readRecovery, startAgents, watchStates } from "../support/emergency-team.ts";
import { callerOf, makeToken } from "../support/people.ts";
import { dataFolder, freePort, startBff } from "../support/bff-process.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "@beckon/contracts/hosts";
import type { Engine } from "./bff.ts";
import type { Add } from "./figures.ts";

const isStill = (state: string) => state === "T";
const goes = (state: string) => state === "S" || state === "R";
const limitMs = 60_000;

/**
 * From the tap to each process of the team: 200 real ones on two machines, beside what a bare SIGSTOP to as many takes here.
 * Each process is a value, so that the p95 is over all of them and all taps.
 */
export const measureEmergency = async (add: Add, { engine, agents, taps }: { engine: Engine; agents: number; taps: number }) => {
  await using cleanUp = new AsyncDisposableStack();
  const folder = cleanUp.use(dataFolder());
  const port = await freePort();
  const bff = await startBff({ port, dataDir: folder.path, ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}) });
  cleanUp.defer(async () => void (await bff.kill()));
  const person = callerOf(bff.origin, { authorization: `Bearer ${await makeToken(bff, "Bench", "admin")}` });
  const hosts = async (): Promise<Host[]> => (await person("GET", "/api/hosts")).body.items ?? [];
  const until = async (is: () => Promise<boolean>) => {
    for (let tries = 0; !(await is()); tries += 1) {
      if (tries > 600) throw new Error("the team did not come to it");
      await sleep(100);
    }
  };
  const ids: string[] = [];
  for (const name of ["devbox", "server"]) {
    const machine = cleanUp.use(openMachine({ url: bff.origin, token: await makeToken(bff, name, "host"), name, profiles: [idleProfile] }));
    machine.start();
    await until(async () => (await hosts()).some((host) => host.name === name && host.connected));
    const hostId = (await hosts()).find((host) => host.name === name)?.id as string;
    ids.push(...(await startAgents(person, { hostId, machine, count: agents / 2 })));
  }
  const running = async () => (await hosts()).flatMap(({ processes }) => processes).filter(({ state }) => state === "running").length;
  await until(async () => (await running()) === agents);
  const pids = [...findPids(ids).values()];
  if (pids.length !== agents) throw new Error(`${pids.length} of ${agents} processes are found`);

  const bare: number[] = [];
  const [tapped, resumed, answered]: [number[], number[], number[]] = [[], [], []];
  for (let tap = 0; tap < taps; tap += 1) {
    const signalled = performance.now();
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    const sending = performance.now() - signalled;
    bare.push(...(await watchStates(pids, isStill, limitMs)).map((ms) => ms + sending));
    for (const pid of pids) process.kill(pid, "SIGCONT");
    // The runners see both; what they tell of it is told before the next tap.
    await sleep(1_500);
    await until(async () => (await running()) === agents);

    const at = performance.now();
    const stopping = watchStates(pids, isStill, limitMs);
    const { status, body } = await person("POST", "/api/recoveries", { action: "pause_all", confirm: "pause" });
    if (status !== 201) throw new Error(JSON.stringify(body));
    answered.push(performance.now() - at);
    tapped.push(...(await stopping));
    await until(async () => (await readRecovery(person, body.id)).state === "done");
    const going = watchStates(pids, goes, limitMs);
    await person("POST", `/api/recoveries/${body.id}/resume`, { confirm: "resume" });
    resumed.push(...(await going));
    await until(async () => (await readRecovery(person, body.id)).state === "resumed");
    if (inState(pids, goes) !== agents) throw new Error("not each of them goes on");
    await until(async () => (await running()) === agents);
  }
  const of = `${agents} agents on 2 machines, ${engine.name}`;
  add({ name: "bare SIGSTOP to as many processes, until each is in state T", unit: "ms", values: bare });
  add({ name: `emergency stop, tap → its answer, ${of}`, unit: "ms", values: answered });
  add({ name: `emergency stop, tap → each process in state T, ${of}`, unit: "ms", values: tapped, budget: { of: "p95", atMost: 5_000 } });
  add({ name: `resume, tap → each process goes on, ${of}`, unit: "ms", values: resumed });
};
