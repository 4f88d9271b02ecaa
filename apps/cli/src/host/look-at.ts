import { constants } from "node:os";
import { leaderOf } from "./members.ts";
import type { ProcessTable } from "./process-table.ts";
import type { ProcessRecord } from "./record.ts";
import { readRun } from "./supervise.ts";

export type Life =
  | { is: "not begun" }
  | { is: "alive"; leader: { pid: number; started: string }; still: boolean }
  | { is: "gone"; exit?: number };

/** What the process table and the supervisor's files say of a process: the truth, whatever was noted. */
export function lifeOf({ table, dir, record }: { table: ProcessTable; dir: string; record: ProcessRecord }): Life {
  const { pid, exit } = readRun(dir, record.run);
  if (exit !== undefined) return { is: "gone", exit };
  const leader = record.leader ?? (pid === undefined ? undefined : adopt(table, record.id, pid));
  if (!leader) return pid === undefined ? { is: "not begun" } : { is: "gone" };
  const seen = leaderOf(table, { id: record.id, ...leader });
  return seen ? { is: "alive", leader, still: seen.state === "T" } : { is: "gone" };
}

/** The process of that pid, where it carries the mark: the number may be somebody else's by now. */
function adopt(table: ProcessTable, id: string, pid: number): { pid: number; started: string } | undefined {
  const seen = table.one(pid);
  if (!seen || seen.state === "Z" || (table.mark && table.mark(pid) !== id)) return undefined;
  return { pid, started: seen.started };
}

/** How a process ended, from its exit code as shells tell it; without one nobody saw it. */
export function endOf(record: ProcessRecord, exit: number | undefined, at: string): Partial<ProcessRecord> {
  const signal = exit === undefined || exit <= 128 ? undefined : signalName(exit - 128);
  const fine = record.problem === undefined && (exit === 0 || record.asked === true);
  return {
    state: fine ? "exited" : "failed",
    endedAt: at,
    again: undefined,
    ...(signal === undefined ? { exitCode: exit } : { signal }),
    ...(exit === undefined && !fine && record.problem === undefined ? { problem: "It is gone, and nobody saw how it ended" } : {}),
  };
}

const signalName = (number: number): string | undefined => Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
