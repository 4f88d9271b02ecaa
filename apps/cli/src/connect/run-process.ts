import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { HostCommand, HostProcess } from "@beckon/contracts/hosts";
import { endMembers } from "../host/end-members.ts";
import { holdMembers } from "../host/hold-members.ts";
import { leaderOf, membersOf } from "../host/members.ts";
import type { Leader } from "../host/members.ts";
import { processTable } from "../host/process-table.ts";
import { shareTable } from "../host/shared-table.ts";
import type { Ended } from "./run-child.ts";

/** Begins anew with the same input and output; answers its pid, or why it cannot be run. */
type Again = () => Promise<{ pid: number } | { problem: string }>;

/**
 * The one process of a `beckon run`, as a host knows its processes: what belongs to it, what is done with it, and how it is told.
 * Under a runner it carries that one's mark, and is found by its descent alone.
 */
export function createRunProcess(of: { agent: string; folder: string; title: string; again: Again }) {
  const id = `hp_${randomUUID().replaceAll("-", "").slice(0, 22)}`;
  const nested = process.env.BECKON_PROCESS !== undefined;
  const { mark, ...plain } = processTable();
  const table = shareTable({ ...plain, ...(mark && !nested && { mark }) });
  let leader: Leader = { id, pid: 0, started: "" };
  let ended: (Ended & { at: string }) | undefined;
  let [asked, again, restarts, startedAt] = [false, false, 0, new Date().toISOString()];
  let doing: "stopping" | undefined;
  const wait = (ms: number) => sleep(ms);

  const isStill = (): boolean => leaderOf(table, leader)?.state === "T";
  const end = async (graceSeconds: number): Promise<string> => {
    const since = performance.now();
    const { forced, left } = await endMembers({ table, leader, graceMs: Math.max(0, graceSeconds) * 1_000, wait });
    if (left > 0) throw new Error(`${left} of its processes cannot be ended, not even by force`);
    return `ended${forced ? " by force" : ""} in ${((performance.now() - since) / 1_000).toFixed(1)} s`;
  };
  const hold = async (still: boolean): Promise<string> => {
    const { members, others } = await holdMembers({ table, leader, still, wait });
    if (members === 0) throw new Error("it has ended meanwhile");
    if (others > 0) throw new Error(`${others} of its ${members} processes ${still ? "do not stand still" : "do not go on"}`);
    return `all ${members} of its processes ${still ? "stand still" : "go on"}`;
  };
  const stop = async (graceSeconds: number): Promise<string> => {
    [doing, asked] = ["stopping", true];
    try {
      return await end(graceSeconds);
    } catch (error) {
      [doing, asked] = [undefined, false];
      throw error;
    }
  };
  const restart = async (graceSeconds: number): Promise<string> => {
    [doing, again] = ["stopping", true];
    try {
      const how = await end(graceSeconds);
      const begun = await of.again();
      if ("problem" in begun) throw new Error(begun.problem);
      restarts += 1;
      return `${how}; runs as pid ${begun.pid}`;
    } finally {
      [doing, again] = [undefined, false];
    }
  };

  return {
    /** For the program's environment: by this its descendants are found. */
    environment: (): Record<string, string> => (nested ? {} : { BECKON_PROCESS: id }),
    begun: (pid: number): void => {
      const seen = table.one(pid);
      leader = { id, pid, started: seen?.started ?? "" };
      [ended, startedAt] = [undefined, new Date().toISOString()];
    },
    /** It has ended; whether it is to begin anew. */
    ended: (how: Ended): boolean => {
      ended = { ...how, at: new Date().toISOString() };
      return again;
    },
    isToBeginAgain: (): boolean => again,
    isPaused: isStill,
    /** Its end was asked for in the app, so it is no failure. */
    wasStopped: (): boolean => asked,
    /** @throws Error in words where it cannot be done. */
    act: ({ kind, graceSeconds }: HostCommand): Promise<string> => {
      if (ended && !again) return Promise.reject(new Error("it has ended"));
      if (kind === "stop") return stop(graceSeconds);
      if (kind === "restart") return restart(graceSeconds);
      if (kind === "start") return Promise.reject(new Error("beckon run starts nothing else"));
      return hold(kind === "pause");
    },
    told: (): HostProcess => {
      const members = leader.pid === 0 || ended ? [] : membersOf(table, leader);
      const over = ended && !again ? ended : undefined;
      return {
        id,
        profile: of.title.slice(0, 60),
        agent: of.agent,
        state: over ? (asked || over.code === 0 ? "exited" : "failed") : (doing ?? (isStill() ? "paused" : "running")),
        ...(leader.pid > 0 ? { pid: leader.pid } : {}),
        folder: of.folder.slice(0, 1_000),
        startedAt,
        restarts,
        ...(over
          ? { endedAt: over.at, ...(over.signal ? { signal: over.signal } : { exitCode: over.code ?? 1 }) }
          : { memoryBytes: members.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) }),
        output: [],
      };
    },
  };
}
export type RunProcess = ReturnType<typeof createRunProcess>;
