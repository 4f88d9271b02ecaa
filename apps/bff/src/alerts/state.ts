/*
 * The state machine of one subject under one rule, as a pure function of what was before and what is read now. Instants are
 * epoch milliseconds. `gone`: what the reading was of is no more (it was answered, it ended, it works again).
 */

/** A number, null where none could be made, or gone. */
export type Read = number | null | "gone";

export type Bounds = {
  bound: "above" | "below";
  threshold: number;
  clear: number;
  forMs: number;
  keepMs: number;
};

/** resting: it fired not long ago; `since` is when it was resolved. `flaps`: how often it fired again soon after. */
export type Standing =
  | { state: "inactive" }
  | { state: "pending"; since: number; flaps: number }
  | { state: "firing"; since: number; clearSince: number | null; noReadingSince: number | null; flaps: number }
  | { state: "resting"; since: number; flaps: number };

export type Step = { after: Standing; fired?: true; resolved?: "cleared" | "over" };

/** Who fires again within this time after it was resolved is flapping. */
export const restMs = 3_600_000;
const leastHoldMs = 60_000;
const mostHoldMs = 3_600_000;

export const isBeyond = ({ bound, threshold }: Pick<Bounds, "bound" | "threshold">, value: number): boolean =>
  bound === "above" ? value > threshold : value < threshold;
const isWithin = ({ bound, clear }: Bounds, value: number): boolean => (bound === "above" ? value <= clear : value >= clear);

/** How long a flapping one must hold, either way, before it is believed: twice as long each time. */
const holdMs = ({ keepMs }: Bounds, flaps: number): number =>
  flaps === 0 ? 0 : Math.min(Math.max(keepMs, leastHoldMs) * 2 ** Math.min(flaps, 20), mostHoldMs);

/** How long a reading must be beyond the threshold, and how long back within the clear bound, before that counts. */
export const waits = (bounds: Bounds, flaps: number): { forMs: number; keepMs: number } => ({
  forMs: Math.max(bounds.forMs, holdMs(bounds, flaps)),
  keepMs: Math.max(bounds.keepMs, holdMs(bounds, flaps)),
});

/**
 * One look. Without a reading nothing begins and nothing ends: what was about to fire begins anew when there is one again,
 * what fires goes on, with the time since when nothing is known of it.
 */
export const step = (before: Standing, read: Read, bounds: Bounds, now: number): Step => {
  const beyond = typeof read === "number" && isBeyond(bounds, read);
  switch (before.state) {
    case "inactive":
      return beyond ? begin(0, bounds, now) : { after: before };
    case "resting":
      if (beyond) return begin(now - before.since < restMs ? before.flaps + 1 : 0, bounds, now);
      return { after: now - before.since < restMs ? before : { state: "inactive" } };
    case "pending":
      // That it flaps is forgotten with the time for which it rested.
      if (!beyond) return { after: before.flaps > 0 ? { state: "resting", since: now, flaps: before.flaps - 1 } : { state: "inactive" } };
      return now - before.since >= waits(bounds, before.flaps).forMs ? fire(before) : { after: before };
    case "firing":
      return hold(before, read, bounds, now);
  }
};

const begin = (flaps: number, bounds: Bounds, now: number): Step => {
  const pending = { state: "pending", since: now, flaps } as const;
  return waits(bounds, flaps).forMs === 0 ? fire(pending) : { after: pending };
};

const fire = ({ since, flaps }: { since: number; flaps: number }): Step => ({
  after: { state: "firing", since, clearSince: null, noReadingSince: null, flaps },
  fired: true,
});

type Firing = Extract<Standing, { state: "firing" }>;

const hold = (before: Firing, read: Read, bounds: Bounds, now: number): Step => {
  if (read === null) return { after: { ...before, clearSince: null, noReadingSince: before.noReadingSince ?? now } };
  if (read !== "gone" && !isWithin(bounds, read)) return { after: { ...before, clearSince: null, noReadingSince: null } };
  const clearSince = before.clearSince ?? now;
  if (now - clearSince < waits(bounds, before.flaps).keepMs) return { after: { ...before, clearSince, noReadingSince: null } };
  return { after: { state: "resting", since: now, flaps: before.flaps }, resolved: read === "gone" ? "over" : "cleared" };
};
