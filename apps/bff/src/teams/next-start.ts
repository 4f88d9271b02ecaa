/** One start that is over. */
export type PastStart = { askedAt: Date; endedAt: Date; failed: boolean };
export type NextStart =
  | { kind: "now" }
  | { kind: "wait"; until: Date; why: "cool-down" | "limit" }
  | { kind: "give_up"; failures: number; minutes: number };

const hourMs = 3_600_000;
const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

/**
 * When a member that has ended is started again. After each failure in a row it waits twice as long; within an hour it is
 * started again `most` times at most; once it has failed that often in an hour a person is to say what now.
 */
export const nextStart = (past: readonly PastStart[], { most, now }: { most: number; now: Date }): NextStart => {
  const recent = past
    .filter(({ askedAt }) => now.getTime() - askedAt.getTime() < hourMs)
    .toSorted((a, b) => a.askedAt.getTime() - b.askedAt.getTime());
  const [last] = recent.slice(-1);
  if (!last) return { kind: "now" };
  const failed = recent.filter((one) => one.failed);
  if (last.failed && failed.length >= most) {
    const began = (failed[0] as PastStart).askedAt.getTime();
    return { kind: "give_up", failures: failed.length, minutes: Math.max(1, Math.ceil((last.endedAt.getTime() - began) / 60_000)) };
  }
  // The one before the first of these may be older: then each of these was a start again.
  const oldest = recent[recent.length - most];
  if (oldest && oldest.askedAt.getTime() + hourMs > now.getTime()) {
    return { kind: "wait", until: new Date(oldest.askedAt.getTime() + hourMs), why: "limit" };
  }
  const inRow = recent.length - 1 - recent.findLastIndex((one) => !one.failed);
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, inRow - 1));
  const until = new Date(last.endedAt.getTime() + pause);
  return until > now ? { kind: "wait", until, why: "cool-down" } : { kind: "now" };
};
