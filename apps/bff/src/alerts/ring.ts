import type { AlertSeverity } from "@beckon/contracts/alert-kinds";

/** What of an alert decides whether phones are told. Instants in milliseconds. */
export type Ringing = {
  severity: AlertSeverity;
  /** How many of its subjects speak: none while it is silenced, or follows from another. */
  audible: number;
  mutedAt: number | null;
  taken: boolean;
  snoozedUntil: number | null;
  /** It was pushed, and nobody has taken it. */
  paging: boolean;
  pagedAt: number | null;
  pagedCount: number;
  /** It has become critical, and phones were told of it as less. */
  raised: boolean;
};

/**
 * page: tell the phones. hush: what they show is no longer for them. wake: a snooze is over. grew: it was taken, and is about
 * twice as many by now.
 */
export type Ring = "page" | "wake" | "grew" | "hush" | "none";

/** An alert whose cause is over speaks for itself only after a moment: mostly it is over as well. */
export const afterMuteMs = 60_000;
const growsEveryMs = 1_800_000;

export const ring = (one: Ringing, now: number): Ring => {
  const { severity, audible, mutedAt, taken, snoozedUntil, paging, pagedAt, pagedCount, raised } = one;
  if (severity === "info" || audible === 0) return paging ? "hush" : "none";
  if (snoozedUntil !== null) return snoozedUntil > now ? "none" : "wake";
  // Where the clock was put back, what lies ahead of it says nothing.
  if (mutedAt !== null && Math.abs(now - mutedAt) < afterMuteMs) return "none";
  if (taken)
    return pagedAt !== null && Math.abs(now - pagedAt) >= growsEveryMs && pagedCount > 0 && audible >= 2 * pagedCount ? "grew" : "none";
  return paging && !raised ? "none" : "page";
};
