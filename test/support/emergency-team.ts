import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "@beckon/contracts/controls";
import type { Recovery } from "@beckon/contracts/recovery";
import { processTable } from "../../apps/cli/src/host/process-table.ts";
import type { Seen } from "../../apps/cli/src/host/process-table.ts";
import type { Caller } from "./people.ts";
import type { openMachine } from "./runner.ts";

/** A process that does nothing, and is no shell: one of each agent. */
export const idleProfile = { name: "idler", command: ["sleep", "900"], limits: { most: 200 } };

type Machine = ReturnType<typeof openMachine>;

/** Starts so many on a machine; answers their ids when all of them run. */
export const startAgents = async (person: Caller, { hostId, machine, count }: { hostId: string; machine: Machine; count: number }) => {
  const ids: string[] = [];
  for (let left = count; left > 0; left -= 50) {
    const wish = { kind: "start", hostId, profile: "idler", count: Math.min(50, left), timeoutSeconds: 300 };
    const { status, body } = await person("POST", "/api/commands", wish);
    if (status !== 201) throw new Error(JSON.stringify(body));
    ids.push(...(body.commands as Command[]).map(({ processId }) => processId as string));
    machine.remember(...ids);
  }
  return ids;
};

const table = processTable();

/** The agents' own processes by the ids they carry, looked up once: later looks ask only for these. */
export const findPids = (ids: readonly string[]): Map<string, number> => {
  const wanted = new Set(ids);
  const leaders = table.all().filter(({ pid, session, state }) => state !== "Z" && pid === session);
  return new Map(leaders.flatMap(({ pid }) => (wanted.has(table.mark?.(pid) ?? "") ? [[table.mark?.(pid) as string, pid] as const] : [])));
};

export const stateOf = (pid: number): Seen["state"] | undefined => table.one(pid)?.state;
export const inState = (pids: Iterable<number>, isIt: (state: string) => boolean): number =>
  [...pids].filter((pid) => isIt(stateOf(pid) ?? "gone")).length;

/** When each of them was first seen in such a state, in milliseconds from now on; stops when all were. */
export const watchStates = async (pids: readonly number[], isIt: (state: string) => boolean, limitMs: number): Promise<number[]> => {
  const began = performance.now();
  const at = new Map<number, number>();
  while (at.size < pids.length && performance.now() - began < limitMs) {
    for (const pid of pids) if (!at.has(pid) && isIt(stateOf(pid) ?? "gone")) at.set(pid, performance.now() - began);
    await sleep(5);
  }
  if (at.size < pids.length) throw new Error(`only ${at.size} of ${pids.length} came to it in ${limitMs} ms`);
  return [...at.values()];
};

export const readRecovery = async (person: Caller, id: string): Promise<Recovery> =>
  (await person("GET", `/api/recoveries/${id}?limit=1`)).body;
