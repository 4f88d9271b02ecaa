import { processTable } from "../host/process-table.ts";
import type { Seen } from "../host/process-table.ts";

/** All that carries the mark of these processes and has not ended, zombies left out. */
export function markedProcesses(ids: Iterable<string>): Seen[] {
  const wanted = new Set(ids);
  const table = processTable();
  return table.all().filter(({ pid, state }) => state !== "Z" && wanted.has(table.mark?.(pid) ?? ""));
}

/** Ends whatever a test has left; answers how many there were. */
export function endMarked(ids: Iterable<string>): number {
  const left = markedProcesses(ids);
  for (const { pid } of left) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone meanwhile.
    }
  }
  return left.length;
}
