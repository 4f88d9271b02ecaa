import { once } from "./numbers.ts";

const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/**
 * A length of time as a person says it, at most two units: "4 min 12 s", "2 h 5 min", "3 d".
 * Negative and unknown lengths are none: "0 s". Seconds are left out from `coarseFrom` seconds on.
 */
export function formatDuration(milliseconds: number, coarseFrom = 3_600): string {
  const total = Number.isFinite(milliseconds) ? Math.max(0, Math.floor(milliseconds / 1000)) : 0;
  const index = units.findIndex(([, size]) => total >= size);
  const first = units[index];
  if (first === undefined) return "0 s";
  const lead = `${Math.floor(total / first[1])} ${first[0]}`;
  const second = units[index + 1];
  if (second === undefined || (second[0] === "s" && total >= coarseFrom)) return lead;
  const rest = Math.floor((total % first[1]) / second[1]);
  return rest === 0 ? lead : `${lead} ${rest} ${second[0]}`;
}

/** "just now", "4 min ago": one unit is enough to look back. */
export function formatAgo(milliseconds: number): string {
  if (milliseconds < 5_000) return "just now";
  return `${formatDuration(milliseconds, 0).split(" ").slice(0, 2).join(" ")} ago`;
}

const clockFormat = once(() => new Intl.DateTimeFormat(undefined, { timeStyle: "short" }));
const dayFormat = once(() => new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" }));
const dayYearFormat = once(() => new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" }));

/** The time of day; with the day where it is not today, and the year where it is not this year. */
export function formatMoment(instant: string | number | Date, now: Date = new Date()): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return "";
  const time = clockFormat().format(date);
  if (date.toDateString() === now.toDateString()) return time;
  const day = date.getFullYear() === now.getFullYear() ? dayFormat : dayYearFormat;
  return `${day().format(date)}, ${time}`;
}
