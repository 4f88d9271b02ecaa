import type { HoursBasis, HoursGrade, HoursTriple } from "@beckon/contracts/outcomes";
import { enoughHistory } from "./outcomes.types.ts";

export type Hours = { triple: HoursTriple; grade: HoursGrade; basis: HoursBasis };
export type Declared = { hours: HoursTriple | null; setAt: Date; by: string };
export type Estimate = { hours: HoursTriple; by?: string | undefined; setAt?: Date | undefined; lockedAt?: Date | undefined };

/** Quantiles of measured hours, each a value that was measured (nearest rank). */
export const historyOf = (measured: readonly number[]): HoursTriple | null => {
  if (measured.length < enoughHistory) return null;
  const sorted = measured.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
};

/** One own word of what was saved is the most that is believed: half of it is likely, a quarter is sure. */
export const selfReported = (saved: number): HoursTriple => ({ p10: Math.floor(saved / 4), p50: Math.floor(saved / 2), p90: saved });

/**
 * What the work would have taken people. A person's word on this very outcome stands. Else the type's own history (A); the
 * task's estimate, locked when its first run began (B); the type's baseline that stood by then (B); an estimate that was
 * not locked, or a baseline declared later (C). Nothing where nobody said anything.
 */
export const hoursOf = (known: {
  given?: Hours | undefined;
  measured: readonly number[];
  estimates: readonly Estimate[];
  /** Of the type, oldest first. */
  declared: readonly Declared[];
  /** When the work began, as far as known; else when it was accepted. */
  beganAt: Date;
}): Hours | undefined => {
  const { given, measured, estimates, declared, beganAt } = known;
  if (given) return given;
  const history = historyOf(measured);
  if (history) return { triple: history, grade: "A", basis: { kind: "history", n: measured.length } };
  const locked = estimates.filter(({ lockedAt }) => lockedAt !== undefined);
  if (locked.length > 0) return ofEstimates(locked, "B");
  const before = declared.findLast(({ setAt }) => setAt < beganAt);
  if (before?.hours)
    return {
      triple: before.hours,
      grade: "B",
      basis: { kind: "type", by: before.by, at: before.setAt.toISOString(), lockedAt: beganAt.toISOString() },
    };
  if (estimates.length > 0) return ofEstimates(estimates, "C");
  const later = declared.find(({ setAt, hours }) => setAt >= beganAt && hours !== null);
  return later?.hours
    ? { triple: later.hours, grade: "C", basis: { kind: "type", by: later.by, at: later.setAt.toISOString() } }
    : undefined;
};

/** Several tasks of one work: what each would have taken, together. */
const ofEstimates = (estimates: readonly Estimate[], grade: "B" | "C"): Hours => {
  const sum = (part: keyof HoursTriple) =>
    Math.min(
      10_000_000,
      estimates.reduce((total, { hours }) => total + hours[part], 0),
    );
  const [first] = estimates;
  const lockedAt = estimates.flatMap((one) => one.lockedAt ?? []).toSorted((a, b) => a.getTime() - b.getTime())[0];
  return {
    triple: { p10: sum("p10"), p50: sum("p50"), p90: sum("p90") },
    grade,
    basis: {
      kind: "estimate",
      ...(estimates.length > 1 ? { n: estimates.length } : {}),
      ...(first?.by ? { by: first.by } : {}),
      ...(first?.setAt ? { at: first.setAt.toISOString() } : {}),
      ...(grade === "B" && lockedAt ? { lockedAt: lockedAt.toISOString() } : {}),
    },
  };
};
