import type { TaskHalt, TaskOutcome } from "../tasks/recover.ts";
import { tell, type Doing } from "./carry-out.ts";
import { claimItems, saveOutcomes, type ItemRow, type Outcome } from "./recovery.repository.ts";
import type { RecoveryDeps } from "./recovery.types.ts";
import { actionWords } from "./words.ts";

const ways: Partial<Record<ItemRow["act"], TaskHalt>> = { hold: "hold", requeue: "queue", cancel: "cancel" };

/** Takes tasks out of work; done with being written. */
export const haltTasks = (deps: RecoveryDeps, { row, way }: Doing, items: readonly ItemRow[]): Promise<void> =>
  deps.database.transaction(async (work) => {
    const claimed = await claimItems(work.db, row.id, { way, ns: items.map(({ n }) => n) });
    const how = ways[claimed[0]?.act ?? "none"];
    if (!how) return;
    const by = row.by.name ?? row.by.kind;
    const why = `${actionWords[row.action]}, by ${by}`;
    const outcomes = await deps.tasks.halt(work, { ids: claimed.map(({ targetId }) => targetId), how, by, why });
    await saveOutcomes(work.db, row.id, { way, outcomes: toOutcomes(claimed, outcomes) });
    await tell(deps, work, row.id);
  });

/** Gives them back exactly as they were, where nobody has changed them since. */
export const restoreTasks = (deps: RecoveryDeps, { row, way }: Doing, items: readonly ItemRow[]): Promise<void> =>
  deps.database.transaction(async (work) => {
    const claimed = await claimItems(work.db, row.id, { way, ns: items.map(({ n }) => n) });
    const tasks = claimed.flatMap(({ targetId, kept }) => (kept ? [{ id: targetId, kept }] : []));
    const outcomes = await deps.tasks.restore(work, { tasks, by: row.resumedBy?.name ?? "a person" });
    await saveOutcomes(work.db, row.id, { way, outcomes: toOutcomes(claimed, outcomes) });
    await tell(deps, work, row.id);
  });

const toOutcomes = (claimed: readonly ItemRow[], outcomes: readonly TaskOutcome[]): Outcome[] => {
  const found = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  return claimed.map(({ n, targetId }): Outcome => {
    const one = found.get(targetId);
    if (!one) return { n, state: "skipped", words: "Nothing is known of how it was." };
    if (!one.done) return { n, state: "skipped", words: one.words };
    return { n, state: "done", words: one.words, ...(one.kept ? { kept: one.kept } : {}) };
  });
};
