import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { processTable } from "../host/process-table.ts";
import type { Seen } from "../host/process-table.ts";

/** All that carries the mark of these processes and has not ended, zombies left out. */
export function markedProcesses(ids: Iterable<string>): Seen[] {
  const wanted = new Set(ids);
  const table = processTable();
  return table.all().filter(({ pid, state }) => state !== "Z" && wanted.has(table.mark?.(pid) ?? ""));
}

/** Their supervisors: they carry no mark, but have the id among their words. */
export function supervisorsOf(ids: Iterable<string>): Seen[] {
  const wanted = new Set(ids);
  return processTable()
    .all()
    .filter(({ pid, state }) => state !== "Z" && wordsOf(pid).some((word) => wanted.has(word)));
}

/**
 * Ends whatever a test has left. Done when the supervisors have gone too: each writes down how its process ended, into a folder
 * that the test is about to remove.
 */
export async function endMarked(ids: Iterable<string>): Promise<void> {
  const all = [...ids];
  for (;;) {
    const left = markedProcesses(all);
    for (const { pid } of left) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // Gone meanwhile.
      }
    }
    if (left.length === 0 && supervisorsOf(all).length === 0) return;
    await sleep(20);
  }
}

const wordsOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
  } catch {
    return [];
  }
};
