import { formatMoment } from "./duration.ts";

/** "Nov 14, 4:36 PM to today, 3:35 AM": without the day the end would be read as of the day of the beginning. One moment stands alone. */
export function momentsOf(from: string, to: string, now = new Date()): string {
  const [first, last] = [formatMoment(from, now), formatMoment(to, now)];
  if (first === last) return last;
  const isToday = (instant: string) => new Date(instant).toDateString() === now.toDateString();
  return `${first} to ${isToday(to) && !isToday(from) ? "today, " : ""}${last}`;
}
