import { dueCases } from "./coordination.repository.ts";
import { findCases } from "./cases.repository.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { settle, type SettleDeps } from "./settle.ts";

const atOnce = 500;

/**
 * What should have ended by now and was not told of. May run at any time and in several processes: the words say when
 * it was over, whenever that is noticed.
 */
export const sweep = (deps: CoordinationDeps & SettleDeps) => async (): Promise<void> => {
  const seen = new Set<string>();
  for (;;) {
    const due = (await dueCases(deps.database.db, deps.clock(), atOnce)).filter(({ key }) => !seen.has(key));
    if (due.length === 0) return;
    for (const { key } of due) seen.add(key);
    const cases = await findCases(
      deps.database.db,
      due.map(({ key }) => key),
    );
    await deps.database.transaction((work) => settle(deps, work, { tellings: [], again: cases }));
  }
};
