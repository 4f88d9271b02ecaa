import type { ProcessTable, Seen } from "./process-table.ts";

/**
 * A look that old serves still: so many processes may be stopped at once that each with a look of its own would take the machine.
 * Where a look itself takes long it serves for twice that time.
 */
const freshMs = 100;

/**
 * A table that many ask at the same time. `renew` makes the next answer a new look; with an instant, only where the last look
 * began before it: of a hundred that have sent a signal the first one looks for all.
 */
export type SharedTable = ProcessTable & { renew(since?: number): void };

export function shareTable(table: ProcessTable, now: () => number = () => performance.now()): SharedTable {
  let look: { at: number; until: number; all: Seen[]; marks: Map<number, string | undefined> } | undefined;
  const current = () => {
    if (look && now() <= look.until) return look;
    const at = now();
    const all = table.all();
    return (look = { at, until: Math.max(at + freshMs, now() + 2 * (now() - at)), all, marks: new Map() });
  };
  const { mark } = table;
  return {
    all: () => current().all,
    // Without /proc each single one costs a program of its own.
    one: mark ? table.one : (pid) => current().all.find((seen) => seen.pid === pid),
    ...(mark && {
      mark: (pid) => {
        const { marks } = current();
        if (!marks.has(pid)) marks.set(pid, mark(pid));
        return marks.get(pid);
      },
    }),
    renew: (since = Number.POSITIVE_INFINITY) => {
      if (look && look.at < since) look = undefined;
    },
  };
}
