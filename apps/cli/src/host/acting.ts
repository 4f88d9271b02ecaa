import type { HostConfig } from "./config.ts";
import type { Waits } from "./end-members.ts";
import type { ProcessRecord } from "./record.ts";
import type { Machine, Watched } from "./machine.ts";
import type { Leader } from "./members.ts";
import type { SharedTable } from "./shared-table.ts";
import type { Worktrees } from "./worktree.ts";

/** What every act on a process needs. */
export type Acting = {
  machine: Machine;
  table: SharedTable;
  config: () => HostConfig;
  worktrees: Worktrees;
  /** For the processes' environment: where the server is, and what they must not see. */
  url: string;
  hostToken: string;
  now: () => Date;
  wait: Waits;
};

/** What cannot be done, in words for the person who asked. */
export class Refused extends Error {}

export function watchedOf({ machine }: Acting, id: string): Watched {
  const watched = machine.get(id);
  if (!watched) throw new Refused("this machine knows no such process");
  return watched;
}

/** Its leader; before it is known, only what carries the mark is found. */
export const leaderOfRecord = ({ id, leader }: ProcessRecord): Leader => ({ id, pid: leader?.pid ?? 0, started: leader?.started ?? "" });

/** How it ended, as people say it. */
export const howEnded = ({ problem, signal, exitCode }: ProcessRecord): string =>
  problem ?? (signal ? `ended by ${signal}` : exitCode === undefined ? "it has ended" : `exit code ${exitCode}`);

/** Looks until the process is as wanted, or the time is over; answers whether it is. */
export async function until(
  acting: Acting,
  watched: Watched,
  { wanted, limitMs }: { wanted: (record: ProcessRecord) => boolean; limitMs: number },
): Promise<boolean> {
  const startedAt = performance.now();
  for (;;) {
    acting.machine.look(watched);
    if (wanted(watched.record)) return true;
    if (performance.now() - startedAt > limitMs) return false;
    await acting.wait(20);
  }
}
