import type { Db, Work } from "../platform/db/database.ts";
import type { AttentionDeps, Looked, ShownPush, ToldRequest } from "./attention.types.ts";
import { fill } from "./fill.ts";
import { habit, habits } from "./habits.ts";
import { hoursBySpan, hoursIn } from "./hours.ts";
import { note } from "./note.ts";
import { pack } from "./pack.ts";
import { createPacks } from "./packs.ts";
import { insertPushes } from "./pushes.repository.ts";
import { attentionTotals } from "./totals.repository.ts";
import { rows } from "./rows.ts";
import { summarize } from "./summary.ts";
import { waitingCost } from "./waiting-cost.ts";

/** The ledger of waiting and attention; each verb is a file beside this one. */
export const createAttentionService = (deps: AttentionDeps) => {
  const packsOf = createPacks();
  deps.jobs.schedule("attention.fill", "* * * * *", fill(deps));
  deps.jobs.schedule("attention.pack", "11,41 * * * *", () => pack(deps)());
  return {
    /** For the decisions, in the transaction that asks or ends a request. */
    note: (work: Work, told: ToldRequest, looked?: Looked): Promise<void> => note(deps)(work.db, told, looked),
    /** For the notifications: a device showed one. Again is no error. */
    shown: (db: Db, push: ShownPush): Promise<void> => insertPushes(db, [push]),
    fill: fill(deps),
    pack: pack(deps),
    summary: summarize(deps, packsOf),
    habits: habits(deps, packsOf),
    habit: habit(deps),
    rows: rows(deps),
    /** For notifications: an hour of waiting for an answer. */
    waitingCost: waitingCost(deps),
    /** For Value: people's attention in a window, review time included. */
    hours: hoursIn(deps, packsOf),
    /** For monitoring: what a span added; without the demo fleet. */
    totals: attentionTotals,
    hoursBySpan: hoursBySpan(deps, packsOf),
  };
};
export type AttentionService = ReturnType<typeof createAttentionService>;
