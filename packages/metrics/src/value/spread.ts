import { localDays, type LocalDays, type LocalMonth } from "./local-days.ts";
import { rounded } from "./money.ts";

/** A sum for each full month, `amount ÷ parts`, on the dates from `since` to `until`, both in it. */
export type Monthly = { amount: bigint; parts: bigint; since: string; until?: string | undefined };

/** `from` is in it, `to` is not; milliseconds since 1970. */
export type ZonedSpan = { from: number; to: number; timeZone: string };

/**
 * What falls into a span of what is paid by the month: each day of a month has an equal part of it, a part of a day its part
 * of that. It is the difference of two running sums, each rounded for itself: the parts of a span add up to the whole of it,
 * wherever it is cut.
 */
export function spread(costs: readonly Monthly[], { from, to, timeZone }: ZonedSpan): number {
  const days = localDays(timeZone);
  let sum = 0n;
  for (const month of days.months(from, to)) {
    const [start, end] = [placeOf(days, month, from), placeOf(days, month, to)];
    for (const cost of costs) sum += upTo(cost, month, end) - upTo(cost, month, start);
  }
  return bounded(sum);
}

/** As a number; beyond 2⁵³ it says "this much or more", for an amount without measure is no reason to show nothing at all. */
export function bounded(value: bigint): number {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > most ? most : value < -most ? -most : value);
}

/** A place in a month: so many days and `part` of the `of` milliseconds of the next. */
type Place = { days: number; part: number; of: number };

function placeOf(days: LocalDays, month: LocalMonth, at: number): Place {
  if (at <= month.start) return { days: 0, part: 0, of: 1 };
  if (at >= month.end) return { days: month.days, part: 0, of: 1 };
  const day = days.dayOf(at);
  const start = days.startOf(month.year, month.month, day);
  return { days: day - 1, part: at - start, of: days.startOf(month.year, month.month, day + 1) - start };
}

/** The running sum of one month, from its first day that counts to the place. */
function upTo({ amount, parts, since, until }: Monthly, month: LocalMonth, place: Place): bigint {
  const first = Math.max(0, daysTo(since, month));
  const end = until === undefined ? month.days : Math.min(month.days, daysTo(until, month) + 1);
  if (place.days < first || first >= end) return 0n;
  if (place.days >= end) return rounded(amount * BigInt(end - first), parts * BigInt(month.days));
  const [passed, of] = [BigInt(place.days - first) * BigInt(place.of) + BigInt(place.part), BigInt(place.of)];
  return rounded(amount * passed, parts * BigInt(month.days) * of);
}

/** Days from the month's first to a date; below 0 before it. */
function daysTo(date: string, { year, month }: LocalMonth): number {
  return (Date.parse(`${date}T00:00:00Z`) - Date.UTC(year, month - 1, 1)) / 86_400_000;
}

/** The last date of the twelve months from `since`. */
export function lastOfYear(since: string): string {
  const [year, month, day] = since.split("-").map(Number) as [number, number, number];
  return new Date(Date.UTC(year + 1, month - 1, day) - 86_400_000).toISOString().slice(0, 10);
}
