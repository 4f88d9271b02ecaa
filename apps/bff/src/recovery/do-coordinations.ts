import { tell, type Doing } from "./carry-out.ts";
import { claimItems, saveOutcomes, type ItemRow } from "./recovery.repository.ts";
import type { RecoveryDeps } from "./recovery.types.ts";

type Said = { done: string; skipped: string };

const settled = (claimed: readonly ItemRow[], did: ReadonlySet<string>, { done, skipped }: Said) =>
  claimed.map(({ n, targetId }) =>
    did.has(targetId) ? { n, state: "done" as const, words: done } : { n, state: "skipped" as const, words: skipped },
  );

export const callOffItems = (deps: RecoveryDeps, { row, way }: Doing, items: readonly ItemRow[]): Promise<void> =>
  deps.database.transaction(async (work) => {
    const claimed = await claimItems(work.db, row.id, { way, ns: items.map(({ n }) => n) });
    const did = await deps.coordination.callOff(
      work,
      claimed.map(({ targetId }) => targetId),
    );
    const outcomes = settled(claimed, did, { done: "Called off.", skipped: "It has ended meanwhile." });
    await saveOutcomes(work.db, row.id, { way, outcomes });
    await tell(deps, work, row.id);
  });

export const takeUpItems = (deps: RecoveryDeps, { row, way }: Doing, items: readonly ItemRow[]): Promise<void> =>
  deps.database.transaction(async (work) => {
    const claimed = await claimItems(work.db, row.id, { way, ns: items.map(({ n }) => n) });
    const did = await deps.coordination.takeUp(
      work,
      claimed.map(({ targetId }) => targetId),
    );
    const outcomes = settled(claimed, did, { done: "Taken up again.", skipped: "Its end was told meanwhile." });
    await saveOutcomes(work.db, row.id, { way, outcomes });
    await tell(deps, work, row.id);
  });

/** All apps throw away what they hold, and load it anew. */
export const reload = (deps: RecoveryDeps, { row, way }: Doing, items: readonly ItemRow[]): Promise<void> =>
  deps.database.transaction(async (work) => {
    const claimed = await claimItems(work.db, row.id, { way, ns: items.map(({ n }) => n) });
    if (claimed.length === 0) return;
    await deps.resync(work);
    await saveOutcomes(work.db, row.id, {
      way,
      outcomes: claimed.map(({ n }) => ({ n, state: "done", words: "Open apps load anew now, the others when they come." })),
    });
    await tell(deps, work, row.id);
  });
