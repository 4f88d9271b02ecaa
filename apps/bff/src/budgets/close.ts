import type { Work } from "../platform/db/database.ts";
import { openAsks, updateAsk, updatePeriod, type BudgetRow, type PeriodRow } from "./budgets.repository.ts";
import { withdrawQueue, type BudgetsDeps } from "./budgets.types.ts";
import { measure } from "./measure.ts";

/** A period is over: its sum stands, and nobody has to answer for it any more. */
export const closePeriod = async (
  deps: BudgetsDeps,
  work: Work,
  { row, period, now }: { row: BudgetRow; period: PeriodRow; now: Date },
): Promise<void> => {
  // A life that begins anew has lost the runs of before: what was counted last stands.
  const { micros, n, unpriced, paymentUnknown } =
    period.to === null
      ? { micros: period.spentMicros, n: period.records, unpriced: period.unpriced, paymentUnknown: period.paymentUnknown }
      : await measure(deps, work.db, { row, period });
  const standing = period.standing === "asking" ? "continued" : period.standing;
  await updatePeriod(work.db, period, {
    spentMicros: micros,
    records: n,
    unpriced,
    paymentUnknown,
    spentAt: now,
    standing,
    forecast: null,
  });
  await withdrawAsks(deps, work, row.id);
};

/** Whatever waits for an answer is out of date. */
export const withdrawAsks = async (deps: Pick<BudgetsDeps, "jobs">, work: Work, budgetId: string): Promise<void> => {
  for (const { key, requestId } of await openAsks(work.db, [budgetId])) {
    await updateAsk(work.db, key, { open: false });
    if (requestId !== null) await deps.jobs.enqueue(work, withdrawQueue, { requestId });
  }
};
