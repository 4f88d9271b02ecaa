import type { ValueTrend } from "@beckon/contracts/value";
import { hours } from "./value-words.ts";

export type FirstDays = ValueTrend["firstDays"][number];

/** Fewer full weeks say nothing about a course. */
const leastWeeks = 4;

/**
 * Where a team stands on the way that is usual in its first 90 days: less at first while people and agents learn, then more. Only
 * weeks that are over are compared.
 */
export function firstDaysWords({ weeks }: Pick<FirstDays, "weeks">): string {
  const over = weeks.filter((week) => week.over);
  const last = over.at(-1);
  if (!last || over.length < leastWeeks)
    return `Week ${Math.max(1, Math.min(13, over.length + 1))} of 13: too early to tell a dip from chance.`;
  const least = over.reduce((low, week) => (week.hoursMilli < low.hoursMilli ? week : low));
  const place = over.indexOf(least) + 1;
  const first = over[0]!;
  if (over.every(({ hoursMilli }) => hoursMilli === 0)) return "Nothing was accepted in the first weeks.";
  if (least === last)
    return `Still on the way down: week ${place} is the lowest so far with ${hours(least.hoursMilli)}. A dip in the first weeks is usual; judge it after day 90.`;
  if (least === first) return `No dip so far: it began with ${hours(first.hoursMilli)} a week, and stands at ${hours(last.hoursMilli)}.`;
  return `The lowest was week ${place} with ${hours(least.hoursMilli)}; by week ${over.length} it is ${hours(last.hoursMilli)}.`;
}
