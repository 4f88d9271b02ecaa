import { ratio } from "./money.ts";
import type { Grade, Triple } from "./types.ts";

/**
 * Savings that somebody reported of themselves enter as P90: that it was less is as likely as all amounts below it are.
 * Nothing else is known, so every amount from none up is held for equally likely, which makes P10 a ninth and P50 five
 * ninths of what was said. Said after the run, it is grade C.
 */
export function selfReported(milliHours: number): { hours: Triple; grade: Grade } {
  const part = (ninths: bigint) => ratio(BigInt(milliHours) * ninths, 9n);
  return { hours: { p10: part(1n), p50: part(5n), p90: milliHours }, grade: "C" };
}

const dayMs = 86_400_000;

/**
 * Working days from one local date to another (YYYY-MM-DD, the second is not in it): the days from Monday to Friday, but
 * never more than a year has (`perYear`, 220 unless said otherwise), which is what holidays and leave take of longer spans.
 */
export function workingDaysIn(from: string, to: string, perYear = 220): number {
  const [start, end] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const days = Math.round((end - start) / dayMs);
  if (!(days > 0)) return 0;
  const first = new Date(start).getUTCDay();
  let weekdays = Math.floor(days / 7) * 5;
  for (let day = 0; day < days % 7; day += 1) if (((first + day) % 7) % 6 !== 0) weekdays += 1;
  return Math.min(weekdays, perYear * Math.max(1, days / 365));
}
