/*
 * Months and days of a time zone, from what the engine knows of it. A day begins at the first instant of its date, so some
 * have 23 or 25 hours.
 */

/** `month` from 1; `days` in it; `start` and `end` in milliseconds since 1970. */
export type LocalMonth = { year: number; month: number; days: number; start: number; end: number };

export type LocalDays = {
  /** The months that a span reaches into, in order. */
  months(from: number, to: number): LocalMonth[];
  /** The first instant of a date. */
  startOf(year: number, month: number, day: number): number;
  /** Which day of the month it is at this instant. */
  dayOf(at: number): number;
  /** The date at this instant, such as 2026-11-21. */
  dateOf(at: number): string;
};

const kept = new Map<string, LocalDays>();
const mostKept = 50;

/** The calendar of an IANA time zone. What the engine knows of it takes long to be opened: the last ones stay open. */
export function localDays(timeZone: string): LocalDays {
  let found = kept.get(timeZone);
  if (found) return found;
  if (kept.size >= mostKept) kept.clear();
  kept.set(timeZone, (found = opened(timeZone)));
  return found;
}

type Fields = Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
const mostRead = 1_000;

function opened(timeZone: string): LocalDays {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const read = new Map<number, Fields>();
  /** The same few instants, edges of months and windows, are asked for again and again. */
  const fields = (at: number): Fields => {
    let known = read.get(at);
    if (known) return known;
    const found: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(at)) found[type] = Number(value);
    if (read.size >= mostRead) read.clear();
    read.set(at, (known = found as Fields));
    return known;
  };
  /** What the clocks show, read as if it were UTC. */
  const shown = (at: number) => {
    const { year, month, day, hour, minute, second } = fields(at);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  const startOf = (year: number, month: number, day: number): number => {
    const wanted = Date.UTC(year, month - 1, day);
    // With the clocks of half a day before: where a day begins with a change of clocks, it begins when they are changed.
    const before = wanted - 43_200_000;
    const first = wanted - (shown(before) - before);
    const lead = shown(first) - wanted;
    return lead === 0 || (lead > 0 && shown(first - 1) < wanted) ? first : wanted - (shown(first) - first);
  };
  return {
    startOf,
    dayOf: (at) => fields(at).day,
    dateOf: (at) => {
      const { year, month, day } = fields(at);
      return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
    },
    months: (from, to) => {
      if (from >= to) return [];
      const { year, month } = fields(from);
      const months: LocalMonth[] = [];
      for (let index = year * 12 + month - 1; ; index += 1) {
        const at = { year: Math.floor(index / 12), month: (index % 12) + 1 };
        const start = startOf(at.year, at.month, 1);
        if (start >= to) return months;
        const end = startOf(at.year, at.month + 1, 1);
        months.push({ ...at, days: new Date(Date.UTC(at.year, at.month, 0)).getUTCDate(), start, end });
      }
    },
  };
}
