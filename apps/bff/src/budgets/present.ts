import type { Budget, BudgetForecast, BudgetTarget } from "@beckon/contracts/budgets";
import type { Db } from "../platform/db/database.ts";
import {
  currentPeriods,
  eventsOf,
  findBudgets,
  openAsks,
  pastPeriods,
  stepsOf,
  targetsOf,
  type BudgetRow,
  type EventRow,
  type PeriodRow,
  type StepRow,
} from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";
import { targetsNow } from "./settle.ts";

const most = { past: 12, events: 30, targets: 50 };

/** Budgets as people see them, in the order of their making. */
export const present =
  (deps: Pick<BudgetsDeps, "controls" | "teams">) =>
  async (db: Db, ids: readonly string[]): Promise<Budget[]> => {
    const rows = await findBudgets(db, ids);
    const periods = await currentPeriods(db, ids);
    const steps = await stepsOf(db, periods);
    const asks = await openAsks(db, ids);
    const past = await pastPeriods(db, ids, most.past);
    const events = await eventsOf(db, ids, most.events);
    const targets = await targetsOf(db, periods);
    const now = await targetsNow(deps, db, targets);
    return rows
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1))
      .flatMap((row) => {
        const period = periods.find(({ budgetId }) => budgetId === row.id);
        if (!period) return [];
        const ask = asks.find(({ budgetId }) => budgetId === row.id);
        // Of a stop under an older limit of this period nobody is left to be told of.
        const last = Math.max(-1, ...targets.filter(({ budgetId }) => budgetId === row.id).map(({ round }) => round));
        const own = now.filter((_, index) => targets[index]?.budgetId === row.id && targets[index]?.round === last);
        return [
          {
            ...head(row),
            current: {
              ...current(
                period,
                steps.filter(({ budgetId }) => budgetId === row.id),
              ),
              ...(ask?.requestId ? { requestId: ask.requestId } : {}),
              targets: own.slice(0, most.targets) satisfies BudgetTarget[],
            },
            past: past.filter(({ budgetId }) => budgetId === row.id).map(toPast),
            events: events.filter(({ budgetId }) => budgetId === row.id).map(toEvent),
          },
        ];
      });
  };

const head = (row: BudgetRow): Omit<Budget, "current" | "past" | "events"> => ({
  id: row.id,
  scope: { kind: row.scopeKind, ...(row.scopeKind === "workspace" ? {} : { id: row.scopeId }), name: row.scopeName },
  period: row.period,
  timeZone: row.timeZone,
  column: row.column,
  amountMicros: row.amountMicros,
  extendMicros: row.extendMicros,
  askSeconds: row.askSeconds,
  onExpiry: row.onExpiry,
  paused: row.paused,
  by: row.by,
  createdAt: row.createdAt.toISOString(),
});

const current = (period: PeriodRow, steps: readonly StepRow[]): Omit<Budget["current"], "requestId" | "targets"> => ({
  from: period.from.toISOString(),
  ...(period.to ? { to: period.to.toISOString() } : {}),
  limitMicros: period.limitMicros,
  extendedMicros: period.extendedMicros,
  ...(period.spentAt
    ? {
        spent: {
          micros: period.spentMicros,
          n: period.records,
          unpriced: period.unpriced,
          paymentUnknown: period.paymentUnknown,
          asOf: period.spentAt.toISOString(),
        },
      }
    : {}),
  standing: period.standing,
  steps: steps.map(({ percent, at, limitMicros, spentMicros, told }) => ({
    percent,
    at: at.toISOString(),
    limitMicros,
    spentMicros,
    told,
  })),
  ...(period.answer ? { answer: period.answer } : {}),
  forecast: period.forecast && notLess(period.forecast, period.spentMicros ?? 0),
});

/** It is made anew every few minutes; what is spent by then is spent. */
const notLess = ({ p10, p50, p90, ...rest }: BudgetForecast, spent: number): BudgetForecast => ({
  ...{ p10: Math.max(p10, spent), p50: Math.max(p50, spent), p90: Math.max(p90, spent) },
  ...rest,
});

const toPast = ({ from, to, limitMicros, spentMicros, standing, spentAt }: PeriodRow): Budget["past"][number] => ({
  from: from.toISOString(),
  to: (to ?? spentAt ?? from).toISOString(),
  limitMicros,
  spentMicros,
  standing,
});

const toEvent = ({ at, what, by, micros, percent }: EventRow): Budget["events"][number] => ({
  at: at.toISOString(),
  what,
  ...(by ? { by } : {}),
  ...(micros === null ? {} : { micros }),
  ...(percent === null ? {} : { percent }),
});
