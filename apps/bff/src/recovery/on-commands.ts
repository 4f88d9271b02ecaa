import type { CommandEnd } from "../controls/controls.types.ts";
import type { Work } from "../platform/db/database.ts";
import { tell } from "./carry-out.ts";
import { itemsOfCommands, saveOutcomes, type ItemRow, type Outcome, type Way } from "./recovery.repository.ts";
import type { RecoveryDeps } from "./recovery.types.ts";

/** What came of commands that a recovery sent, in the transaction in which it came. `look` is called after it, with what is to be looked at. */
export const onCommands =
  (deps: Pick<RecoveryDeps, "feed">, look: (id: string) => void) =>
  async (work: Work, ends: readonly CommandEnd[]): Promise<void> => {
    const byId = new Map(ends.map((end) => [end.id, end]));
    const items = await itemsOfCommands(work.db, [...byId.keys()]);
    for (const [recoveryId, own] of Map.groupBy(items, (item) => item.recoveryId)) {
      for (const way of ["do", "back"] as const) {
        const outcomes = own
          .filter((item) => item.way === way)
          .flatMap((item) => outcomeOf(item, way, byId.get((way === "do" ? item.commandId : item.backCommandId) ?? "")) ?? []);
        await saveOutcomes(work.db, recoveryId, { way, outcomes });
        // It had not come to it, so there is nothing to bring back.
        const never = outcomes.filter(
          ({ n, state }) => way === "do" && state !== "done" && own.some((item) => item.n === n && item.backState !== null),
        );
        await saveOutcomes(work.db, recoveryId, {
          way: "back",
          outcomes: never.map(({ n }) => ({ n, state: "skipped", words: "It never came to it." })),
        });
      }
      await tell(deps, work, recoveryId);
      work.afterCommit(() => look(recoveryId));
    }
  };

const outcomeOf = (item: ItemRow, way: Way, end: CommandEnd | undefined): Outcome | undefined => {
  if (!end) return undefined;
  const state = way === "do" ? item.state : item.backState;
  // What had been given up and was done after all is done.
  const isLate = end.late !== undefined && state === "failed";
  if (state !== "sent" && !isLate) return undefined;
  const came = end.late ?? end.state;
  return { n: item.n, state: came === "done" ? "done" : came === "cancelled" ? "skipped" : "failed", words: end.result };
};
