import type { Work } from "../platform/db/database.ts";
import type { Spent } from "../usage/spent.ts";
import { closePeriod } from "./close.ts";
import {
  currentPeriods,
  findBudgets,
  insertAsk,
  insertEvents,
  insertPeriod,
  insertSteps,
  lockBudget,
  updatePeriod,
  type BudgetRow,
  type PeriodRow,
  type StepRow,
} from "./budgets.repository.ts";
import { askQueue, steps, type BudgetsDeps } from "./budgets.types.ts";
import { measure, reaches } from "./measure.ts";
import { askKey, question } from "./question.ts";
import { spanAt } from "./scope.ts";
import { tell } from "./tell.ts";
import { stepWords } from "./words.ts";

/** What changed by money alone is told to the phones no more often than this. */
const toldMs = 2_000;

/**
 * Counts what a budget has spent, and writes down each step that it has passed: the row is made once, whoever comes, and
 * with it, in one transaction, what is pushed and what is asked. `later`: something is still to be told to the phones.
 */
export const check =
  (deps: BudgetsDeps) =>
  async (id: string): Promise<{ later: boolean }> => {
    const quiet = { later: false };
    const { db } = deps.database;
    const [seen] = await findBudgets(db, [id]);
    const [last] = await currentPeriods(db, [id]);
    if (!seen) return quiet;
    // Mostly nothing is new, and that is found out without a lock.
    if (last && isWithin(last, deps.clock()) && seen.period !== "life") {
      const spent = await measure(deps, db, { row: seen, period: last });
      if (isSame(last, spent) && last.spentAt !== null && (last.toldAt === null || last.toldAt >= last.spentAt)) return quiet;
    }
    return deps.database.transaction(async (work) => {
      const row = await lockBudget(work.db, id);
      return row ? checkLocked(deps, work, row) : quiet;
    });
  };

const isWithin = ({ from, to }: PeriodRow, now: Date) => from <= now && (to === null || now < to);
const isSame = (period: PeriodRow, { micros, n, unpriced, paymentUnknown }: Spent) =>
  period.spentMicros === micros && period.records === n && period.unpriced === unpriced && period.paymentUnknown === paymentUnknown;

/** The same where the budget is locked already. `force`: something else of it has changed too. */
export const checkLocked = async (deps: BudgetsDeps, work: Work, row: BudgetRow, force = false): Promise<{ later: boolean }> => {
  const now = deps.clock();
  const { period, began } = await standing(deps, work, row, now);
  const spent = await measure(deps, work.db, { row, period });
  const fresh = row.paused ? [] : await passSteps(deps, work, { row, period, spent, now });
  const changed = !isSame(period, spent);
  const due = period.toldAt === null || now.getTime() - period.toldAt.getTime() >= toldMs || now < period.toldAt;
  const untold = changed || (period.spentAt !== null && (period.toldAt === null || period.toldAt < period.spentAt));
  const tells = began || force || fresh.length > 0 || (untold && due) || period.spentAt === null;
  if (!changed && !tells) return { later: untold };
  await updatePeriod(work.db, period, {
    ...(changed || period.spentAt === null
      ? { spentMicros: spent.micros, records: spent.n, unpriced: spent.unpriced, paymentUnknown: spent.paymentUnknown, spentAt: now }
      : {}),
    ...(tells ? { toldAt: now } : {}),
    ...standingAfter(period, fresh),
  });
  if (tells) await tell(deps, work, row);
  return { later: !tells };
};

/** The period under way; the first to come after an edge closes the one before and begins the next. */
export const standing = async (
  deps: BudgetsDeps,
  work: Work,
  row: BudgetRow,
  now: Date,
): Promise<{ period: PeriodRow; began: boolean }> => {
  const [last] = await currentPeriods(work.db, [row.id]);
  const span = spanAt(row, now, await lifeOf(deps, work, row, last));
  // A server whose clock is behind has nothing to say of an edge that another has passed.
  if (last && last.from >= span.from) return { period: last, began: false };
  if (last) await closePeriod(deps, work, { row, period: last, now });
  const { amountMicros: limitMicros } = row;
  return { period: await insertPeriod(work.db, { budgetId: row.id, ...span, limitMicros }), began: true };
};

const lifeOf = async ({ teams }: BudgetsDeps, work: Work, row: BudgetRow, last: PeriodRow | undefined): Promise<Date> => {
  if (row.period !== "life" || row.scopeKind !== "team") return last?.from ?? row.createdAt;
  const [team] = await teams.known(work.db, [row.scopeId]);
  return team?.since ?? last?.from ?? row.createdAt;
};

type Passing = { row: BudgetRow; period: PeriodRow; spent: Spent; now: Date };

/** Of several passed at once the highest is said. */
const passSteps = async (deps: BudgetsDeps, work: Work, { row, period, spent, now }: Passing): Promise<StepRow[]> => {
  const passed = steps.filter((percent) => reaches(spent.micros, period.limitMicros, percent));
  if (passed.length === 0) return [];
  const { budgetId, from, round, limitMicros } = period;
  const rows = passed.map((percent): StepRow => {
    const told = percent === 100 ? "asked" : percent === passed.at(-1) ? "push" : "quiet";
    return { budgetId, from, round, percent, at: now, limitMicros, spentMicros: spent.micros ?? 0, told };
  });
  const fresh = await insertSteps(work.db, rows);
  const highest = fresh.find(({ told }) => told !== "quiet");
  for (const { percent } of fresh)
    await deps.audit.append(work, {
      actor: { kind: "system", name: "budget" },
      action: "budget.step_passed",
      subject: row.id,
      detail: { of: row.scopeName, percent, limitMicros, spentMicros: spent.micros },
    });
  await insertEvents(
    work.db,
    fresh.map(({ percent, spentMicros }) => ({
      budgetId,
      at: now,
      what: percent === 100 ? "asked" : "step",
      by: null,
      micros: spentMicros,
      percent,
    })),
  );
  if (highest?.told === "push") await deps.notifications.notify(work, `budget/${row.id}`, stepWords({ row, step: highest }));
  if (highest?.told === "asked") {
    const key = askKey(period);
    const input = question({ row, period, spentMicros: spent.micros ?? 0 });
    const asked = { key, budgetId, from, round, input, extendMicros: row.extendMicros, requestId: null, open: true, at: now };
    if (await insertAsk(work.db, asked)) await deps.jobs.enqueue(work, askQueue, { key });
  }
  return fresh;
};

/** An answer stands until the next limit. */
const standingAfter = ({ standing: before }: PeriodRow, fresh: readonly StepRow[]): Partial<PeriodRow> => {
  if (fresh.some(({ percent }) => percent === 100)) return { standing: "asking" };
  return before === "within" && fresh.some(({ percent }) => percent === 80) ? { standing: "warned" } : {};
};

/** A new limit for the period under way: what was passed of it already is no news, but for the question. */
export const setLimit = async (
  deps: BudgetsDeps,
  work: Work,
  { row, period, limitMicros, extendedMicros }: { row: BudgetRow; period: PeriodRow; limitMicros: number; extendedMicros: number },
): Promise<PeriodRow> => {
  const now = deps.clock();
  const { micros } = await measure(deps, work.db, { row, period });
  const round = period.round + 1;
  const over = reaches(micros, limitMicros, 100);
  const passed = steps.filter((percent) => percent < 100 && reaches(micros, limitMicros, percent));
  const next: PeriodRow = {
    ...period,
    ...{ round, limitMicros, extendedMicros },
    standing: !over && passed.includes(80) ? "warned" : "within",
  };
  await updatePeriod(work.db, period, { round, limitMicros, extendedMicros, standing: next.standing });
  await insertSteps(
    work.db,
    passed.map((percent) => ({
      ...{ budgetId: row.id, from: period.from, round, percent, at: now },
      ...{ limitMicros, spentMicros: micros ?? 0, told: "quiet" as const },
    })),
  );
  return next;
};
