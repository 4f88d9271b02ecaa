import { formatMoment } from "@beckon/ui/duration";

export type SnoozeTime = { label: string; detail: string; until: Date };

/** When a request may come back; times at which it would already have expired are left out. */
export function snoozeTimes(now: Date, expiresAt?: string): SnoozeTime[] {
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  tomorrow.setHours(9, 0, 0, 0);
  const times = [
    { label: "In 15 minutes", until: new Date(now.getTime() + 15 * 60_000) },
    { label: "In 1 hour", until: new Date(now.getTime() + 3_600_000) },
    { label: "Tomorrow at 9:00", until: tomorrow },
  ];
  const end = expiresAt === undefined ? Infinity : Date.parse(expiresAt);
  return times.filter(({ until }) => until.getTime() < end).map((time) => ({ ...time, detail: formatMoment(time.until, now) }));
}
