import { groupOf } from "./members.ts";
import type { Figures, Machine } from "./machine.ts";
import type { ProcessTable } from "./process-table.ts";

/** Measures what the groups of processes take; the share of a core is that of the time since the last measuring. */
export function createMeter({
  table,
  machine,
  now = () => performance.now(),
}: {
  table: ProcessTable;
  machine: Machine;
  now?: () => number;
}) {
  let before: { at: number; seconds: Map<string, number> } | undefined;
  return {
    measure: (): void => {
      const all = table.all();
      const at = now();
      const seconds = new Map<string, number>();
      for (const watched of machine.alive()) {
        const { leader, id } = watched.record;
        if (!leader) continue;
        let [used, memoryBytes] = [0, 0];
        for (const { pid, started, cpuSeconds, memoryBytes: bytes } of groupOf(all, { id, ...leader })) {
          const key = `${pid} ${started}`;
          seconds.set(key, cpuSeconds);
          // Who was not there before has used all of it since.
          used += Math.max(0, cpuSeconds - (before?.seconds.get(key) ?? 0));
          memoryBytes += bytes;
        }
        const figures: Figures = { memoryBytes };
        if (before && at > before.at) figures.cpu = Math.min(10_000, Math.round((used / (at - before.at)) * 1_000 * 1_000) / 1_000);
        watched.figures = figures;
      }
      before = { at, seconds };
    },
  };
}
