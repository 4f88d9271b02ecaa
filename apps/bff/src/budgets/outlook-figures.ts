import type { Db } from "../platform/db/database.ts";
import { startOfHour } from "../platform/keys.ts";
import { recentAlarms } from "./alarms.repository.ts";
import { currentPeriods, listBudgets } from "./budgets.repository.ts";
import { scopeWords } from "./words.ts";
import { mostBudgets } from "./write.ts";

export type BudgetForecastFigure = {
  id: string;
  name: string;
  period: string;
  limitMicros: number;
  p50: number;
  spentMicros: number | null;
};

/** What each budget within its limit will have spent at its end, by its own habit; those too young to say are not in it. */
export const forecasts = async (db: Db): Promise<BudgetForecastFigure[]> => {
  const rows = (await listBudgets(db, mostBudgets)).filter(({ paused }) => !paused);
  const periods = new Map(
    (
      await currentPeriods(
        db,
        rows.map(({ id }) => id),
      )
    ).map((period) => [period.budgetId, period]),
  );
  return rows.flatMap((row) => {
    const period = periods.get(row.id);
    // Over its limit it has asked already.
    if (!period?.forecast || (period.standing !== "within" && period.standing !== "warned")) return [];
    const { limitMicros, spentMicros, forecast } = period;
    return [{ id: row.id, name: scopeWords(row), period: row.period, limitMicros, spentMicros, p50: forecast.p50 }];
  });
};

export type DearHour = { scope: { kind: string; id?: string | undefined; name: string }; micros: number; usual: number; limit: number };

/** The hour under way, where it costs more than what is usual for it. */
export const dearHours = async (db: Db, now: Date): Promise<DearHour[]> => {
  const from = startOfHour(now.getTime());
  return (await recentAlarms(db, new Date(from - 1), 100)).flatMap(({ kind, scope, hour }) =>
    kind === "anomaly" && hour && Date.parse(hour.from) === from ? [{ scope, ...hour }] : [],
  );
};
