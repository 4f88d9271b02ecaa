import type { BudgetColumn, SpendAlarm, SpendHours } from "@beckon/contracts/budgets";
import { anomaly } from "@beckon/metrics/anomaly";
import { localHour, localWeekday, periodAt } from "@beckon/metrics/budget-period";
import { forecast } from "@beckon/metrics/forecast";
import type { Db } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { hourMs, startOfHour } from "../platform/keys.ts";
import type { SpentOf } from "../usage/spent.ts";
import { insertAlarm } from "./alarms.repository.ts";
import { updatePeriod, type BudgetRow, type PeriodRow } from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";
import { usageOf } from "./scope.ts";

export const historyHours = 28 * 24;
/** A cent-sized habit is no reason for an alarm: less than this above it is not told of. */
const floorMicros = 1_000_000;
/** A forecast is made anew no sooner. */
const forecastMs = 300_000;

type Hours = { from: number; micros: number | null; unpriced: number }[];
type Reading = { whose: SpentOf; column: BudgetColumn; count: number };

/** Full hours of UTC, oldest first, the last one under way. */
export const hoursOf = async (deps: Pick<BudgetsDeps, "usage" | "clock">, db: Db, { whose, column, count }: Reading): Promise<Hours> => {
  const last = startOfHour(deps.clock().getTime());
  const from = last - (count - 1) * hourMs;
  const found = await deps.usage.spentByHour(db, whose, { from, to: last + hourMs, column });
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * hourMs;
    const row = found.get(at);
    return { from: at, micros: row?.micros ?? (row && row.unpriced > 0 ? null : 0), unpriced: row?.unpriced ?? 0 };
  });
};

const spentIn = ({ micros }: Hours[number]) => micros ?? 0;
/** From the first hour in which anything was spent: what was before is no habit. */
const since = (hours: Hours): Hours => {
  const first = hours.findIndex((hour) => spentIn(hour) > 0);
  return first === -1 ? [] : hours.slice(first);
};

/** What the hour under way is beside the same hour of the days before. */
const beside = (hours: Hours, timeZone: string) => {
  const now = hours.at(-1);
  if (!now) return null;
  const slot = localHour(timeZone, now.from);
  const habit = since(hours.slice(0, -1)).filter(({ from }) => localHour(timeZone, from) === slot);
  return anomaly({ micros: spentIn(now), habit: habit.map(spentIn), floorMicros });
};

export const habitOf = (hours: Hours, timeZone: string): SpendHours["habit"] => {
  const found = beside(hours, timeZone);
  return found ? { usual: found.medianMicros, limit: found.limitMicros, n: found.n } : null;
};

type Step = { slot: number; from: number; to: number };

/** Full steps of a span: hours of a day, days of anything longer, for what is spent within one day rises and falls together. */
const stepsOf = ({ period, timeZone }: BudgetRow, from: number, to: number): Step[] => {
  const all: Step[] = [];
  for (let at = from; at < to;) {
    const step =
      period === "day"
        ? { slot: localHour(timeZone, at), from: startOfHour(at), to: startOfHour(at) + hourMs }
        : { slot: localWeekday(timeZone, at), ...periodAt("day", timeZone, at) };
    all.push(step);
    at = step.to;
  }
  return all;
};

/** What a period will have spent at its end, kept with it. */
export const foresee = async (deps: BudgetsDeps, row: BudgetRow, period: PeriodRow): Promise<Hours> => {
  const { db } = deps.database;
  const now = deps.clock();
  const hours = await hoursOf(deps, db, { whose: await usageOf(deps, db, row), column: row.column, count: historyHours });
  const outrun = period.forecast !== null && (period.spentMicros ?? 0) > period.forecast.p10;
  if (period.forecastAt !== null && !outrun && now.getTime() - period.forecastAt.getTime() < forecastMs) return hours;
  const found = period.to === null || period.spentMicros === null ? null : forecast(inputOf(row, { hours, period, now: now.getTime() }));
  await deps.database.transaction(async (work) => {
    await updatePeriod(work.db, period, { forecast: found && { ...found, asOf: now.toISOString() }, forecastAt: now });
    if (found !== null || period.forecast !== null) await deps.feed.append(work, { kind: "budget", entityId: row.id });
  });
  return hours;
};

const inputOf = (row: BudgetRow, { hours, period, now }: { hours: Hours; period: PeriodRow; now: number }) => {
  const known = since(hours.slice(0, -1));
  const first = known[0]?.from ?? now;
  const history = stepsOf(row, first, now)
    // The first one may be known in part only, and the last one is not over.
    .filter(({ from, to }) => (from >= first || row.period !== "day") && to <= now)
    .map(({ slot, from, to }) => ({
      slot,
      micros: known.filter((hour) => hour.from >= from && hour.from < to).reduce((sum, hour) => sum + spentIn(hour), 0),
    }));
  const end = period.to?.getTime() ?? now;
  const ahead = stepsOf(row, now, end).map(({ slot, from, to }) => ({
    slot,
    share: Math.round(((Math.min(to, end) - Math.max(from, now)) / (to - from)) * 1e6),
  }));
  return { spentMicros: period.spentMicros ?? 0, history, ahead };
};

type Watching = { scope: SpendAlarm["scope"]; row?: BudgetRow; column: BudgetColumn; hours: Hours };

/** Notes, once an hour, spending far above a scope's own habit. Who is told of it is the alerts' matter. */
export const watchHour = async (deps: BudgetsDeps, { scope, row, column, hours }: Watching): Promise<void> => {
  const hour = hours.at(-1);
  const micros = hour && spentIn(hour);
  const found = beside(hours, row?.timeZone ?? "UTC");
  if (!hour || micros === undefined || !found?.anomalous) return;
  const now = deps.clock();
  const at = { from: new Date(hour.from).toISOString(), column, micros, usual: found.medianMicros, limit: found.limitMicros, n: found.n };
  const occasion = `anomaly/${scope.kind}/${scope.id ?? ""}/${column}/${hour.from}`;
  const id = newId("sa", now.getTime());
  await deps.database.transaction(async (work) => {
    if (!(await insertAlarm(work.db, { id, kind: "anomaly", occasion, scope, at: now, until: null, hour: at, silence: null }))) return;
    await deps.feed.append(work, { kind: "spendAlarm", entityId: id });
    await deps.audit.append(work, {
      actor: { kind: "system", name: "budget" },
      action: "spend.anomaly",
      subject: id,
      detail: { of: scope.name, ...at },
    });
  });
};
