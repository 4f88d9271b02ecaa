import type { BudgetPeriod } from "@beckon/contracts/budgets";

const quarterMs = 900_000;
const hourMs = 3_600_000;

/** Epoch milliseconds; `to` is not in it. */
export type PeriodSpan = { from: number; to: number };

/**
 * The day, week (from Monday) or month of a time zone that an instant lies in. A border is the first quarter of an hour of
 * the local date: 00:00, or 01:00 where the clock skips midnight. All zones' borders lie on quarters of UTC, as usage does.
 */
export function periodAt(period: Exclude<BudgetPeriod, "life">, timeZone: string, at: number): PeriodSpan {
  const [year, month, day] = dateOf(timeZone, at);
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  const first = period === "month" ? 1 : period === "week" ? day - weekday : day;
  const next = period === "month" ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, first + (period === "week" ? 7 : 1));
  return { from: startOf(timeZone, Date.UTC(year, month - 1, first)), to: startOf(timeZone, next) };
}

/** The hour of the day on a zone's clocks, 0–23. */
export function localHour(timeZone: string, at: number): number {
  return Number(partsOf(timeZone, at).get("hour")) % 24;
}

/** The day of the week there, 0 is Monday. */
export function localWeekday(timeZone: string, at: number): number {
  const [year, month, day] = dateOf(timeZone, at);
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}

/** The first quarter of an hour at which the local date is this one, or a later one where it is left out. */
function startOf(timeZone: string, date: number): number {
  // Zones are at most 14 hours ahead and 12 behind; a day more on either side leaves room for dates left out.
  let before = date - 38 * hourMs;
  let there = date + 36 * hourMs;
  while (there - before > quarterMs) {
    const middle = before + Math.floor((there - before) / 2 / quarterMs) * quarterMs;
    const [year, month, day] = dateOf(timeZone, middle);
    if (Date.UTC(year, month - 1, day) >= date) there = middle;
    else before = middle;
  }
  return there;
}

function dateOf(timeZone: string, at: number): [year: number, month: number, day: number] {
  const parts = partsOf(timeZone, at);
  return [Number(parts.get("year")), Number(parts.get("month")), Number(parts.get("day"))];
}

const partsOf = (timeZone: string, at: number) =>
  new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value] as const),
  );

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs far more than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en", {
      ...{ timeZone, calendar: "iso8601", numberingSystem: "latn", hourCycle: "h23" },
      ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric" },
    });
    formats.set(timeZone, format);
  }
  return format;
}
