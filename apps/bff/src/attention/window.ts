import type { AttentionQuery } from "@beckon/contracts/attention";
import { bucketsOf, type Bucket } from "../platform/calendar.ts";
import { dayMs, quarterMs, startOfQuarter } from "../platform/keys.ts";
import { storable } from "../platform/storable.ts";
import { windowEmpty, windowTooLong } from "./attention.errors.ts";

export const mostDays = 400;
const usualDays = 7;

export type Window = { from: number; to: number };

/** The last 7 days if nothing was asked for. */
export const windowOf = ({ from, to }: Pick<AttentionQuery, "from" | "to">, now: Date): Window => {
  // The last moment is not in a window: this very one is.
  const end = to === undefined ? now.getTime() + 1 : storable(to).getTime();
  const start = from === undefined ? Math.max(0, end - usualDays * dayMs) : storable(from).getTime();
  if (start >= end) throw windowEmpty();
  if (end - start > mostDays * dayMs) throw windowTooLong();
  return { from: start, to: end };
};

/** A window's quarters of an hour, on which all clocks change, with the local day and hour of each. */
export type Quarters = { start: number; stepMs: number; count: number; days: Bucket[]; dayOf: Uint16Array; hourOf: Uint8Array };

export const quartersOf = ({ from, to }: Window, timeZone: string): Quarters => {
  const start = startOfQuarter(from);
  const count = Math.ceil((to - start) / quarterMs);
  const [dayOf, hourOf] = [new Uint16Array(count), new Uint8Array(count)];
  const days = bucketsOf("day", { from: start, to: start + count * quarterMs, timeZone }, mostDays + 2);
  const hourAt = hourIn(timeZone);
  for (const [day, bucket] of days.entries()) {
    const [first, after] = [(bucket.from - start) / quarterMs, (bucket.to - start) / quarterMs];
    // A whole day without a change of clocks begins at midnight; of others each quarter is asked for.
    const plain = bucket.to - bucket.from === dayMs && hourAt(bucket.from) === 0;
    for (let quarter = first; quarter < after; quarter++) {
      dayOf[quarter] = day;
      hourOf[quarter] = plain ? (quarter - first) >> 2 : hourAt(start + quarter * quarterMs);
    }
  }
  return {
    start,
    stepMs: quarterMs,
    count,
    days: days.map((day) => ({ ...day, from: Math.max(day.from, from), to: Math.min(day.to, to) })),
    dayOf,
    hourOf,
  };
};

const hourIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" });
  return (at: number) => Number(format.format(at));
};
