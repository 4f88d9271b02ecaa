import type { ProcessTable, Seen } from "./process-table.ts";

/** A look that old serves still: so many processes may be stopped at once that each with a look of its own would take the machine. */
const freshMs = 100;

/** A table that many ask at the same time; `renew` makes the next answer a new look. */
export type SharedTable = ProcessTable & { renew(): void };

export function shareTable(table: ProcessTable, now: () => number = () => performance.now()): SharedTable {
  let look: { at: number; all: Seen[]; marks: Map<number, string | undefined> } | undefined;
  const current = () => {
    if (!look || now() - look.at > freshMs) look = { at: now(), all: table.all(), marks: new Map() };
    return look;
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
    renew: () => void (look = undefined),
  };
}
