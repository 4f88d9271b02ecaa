import { passing } from "@beckon/contracts/notification-defaults";
import type { NoticeKind, NotificationPolicy } from "@beckon/contracts/notification-policy";
import { firstInstantOf, midnightBefore, ofDay } from "./local-time.ts";

/** What becomes of one notice on one device; `at` in milliseconds since 1970. */
export type Verdict = { tell: "now" } | { tell: "at"; at: number; why: "quiet" | "digest" } | { tell: "never" };

const dayMs = 86_400_000;

/** When the quiet hours end that an instant lies in; nothing where it lies in none. */
export const quietUntil = ({ quiet, timeZone }: NotificationPolicy, now: number): number | undefined => {
  if (!quiet) return undefined;
  const [from, to] = [ofDay(quiet.from), ofDay(quiet.to)];
  const midnight = midnightBefore(timeZone, now);
  const endOf = (at: number): number | undefined => {
    for (const day of [midnight - dayMs, midnight, midnight + dayMs]) {
      const end = firstInstantOf(timeZone, day + to + (to > from ? 0 : dayMs));
      if (firstInstantOf(timeZone, day + from) <= at && at < end) return end;
    }
    return undefined;
  };
  let until = endOf(now);
  // Where both ends fall into an hour that is left out, one night ends as the next begins.
  for (let next = until; next !== undefined; next = endOf(next)) until = next;
  return until;
};

/** The next chosen time of day that is still to come. */
const nextDigest = ({ digestAt, timeZone }: NotificationPolicy, now: number): number => {
  const midnight = midnightBefore(timeZone, now);
  const times = [0, 1, 2].flatMap((day) => digestAt.map((time) => firstInstantOf(timeZone, midnight + day * dayMs + ofDay(time))));
  return Math.min(...times.filter((at) => at > now));
};

/** Whether a notice of this kind is told now, gathered until an instant, or not told at all. */
export const decide = (policy: NotificationPolicy, kind: NoticeKind, now: number): Verdict => {
  const timing = policy.kinds[kind];
  if (timing === "off") return { tell: "never" };
  if (passing.includes(kind)) return { tell: "now" };
  if (timing === "digest") {
    const at = nextDigest(policy, now);
    return { tell: "at", at: quietUntil(policy, at) ?? at, why: "digest" };
  }
  const until = quietUntil(policy, now);
  return until === undefined ? { tell: "now" } : { tell: "at", at: until, why: "quiet" };
};
