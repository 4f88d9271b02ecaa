import type { FailureCause } from "@beckon/contracts/coordination";
import { count, framed, type Frame, type Window } from "./figure.ts";
import { difference, proportion, type Interval, type Proportion } from "./proportion.ts";
import { firstAfter } from "./quantile.ts";

/** Coordinations that ended in a window, by how; a timed-out one is failed. `pending`: not ended yet. */
export type Tally = { succeeded: number; failed: number; pending: number };

/** `value` = succeeded ÷ (succeeded + failed) in percent; `n` counts the ended ones, pending stand beside it. */
export type SuccessRate = Proportion & { pending: number };

/** METRICS "Success rate" of coordinations. */
export function successRate(tally: Tally, frame?: Frame): SuccessRate {
  return { ...proportion(tally.succeeded, tally.failed, frame), pending: count(tally.pending) };
}

/** Tallies of separate coordinations as one. */
export function mergeTallies(tallies: Iterable<Tally>): Tally {
  const sum = { succeeded: 0, failed: 0, pending: 0 };
  for (const tally of tallies) {
    sum.succeeded += count(tally.succeeded);
    sum.failed += count(tally.failed);
    sum.pending += count(tally.pending);
  }
  return sum;
}

/** The success rate of each group that `keyOf` makes of tallied rows (a type, a pair of agents), by key. */
export function successBy<R extends Tally>(rows: Iterable<R>, keyOf: (row: R) => string, frame?: Frame): (SuccessRate & { key: string })[] {
  const groups = new Map<string, Tally>();
  for (const row of rows) {
    const key = keyOf(row);
    const before = groups.get(key);
    groups.set(key, before ? mergeTallies([before, row]) : mergeTallies([row]));
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, tally]) => ({ key, ...successRate(tally, frame) }));
}

/** One key of who handed to whom; the direction counts. */
export function pairKey(row: { from: string; to: string }): string {
  return JSON.stringify([row.from, row.to]);
}

/**
 * The success rate of each step of time, in order; a step in which nothing ended is there, with null. Steps are
 * ascending and do not overlap; a row outside all of them counts nowhere.
 */
export function successByStep(rows: Iterable<Tally & { at: string }>, steps: readonly Window[], asOf?: string): SuccessRate[] {
  const starts = steps.map(({ from }) => Date.parse(from));
  const ends = steps.map(({ to }) => Date.parse(to));
  const tallies = steps.map(() => mergeTallies([]));
  for (const row of rows) {
    const at = Date.parse(row.at);
    const index = firstAfter(starts, at) - 1;
    const before = tallies[index];
    if (before && at < (ends[index] as number)) tallies[index] = mergeTallies([before, row]);
  }
  return steps.map((window, index) => successRate(tallies[index] as Tally, { window, asOf }));
}

const hourMs = 3_600_000;

/** The success rate of each UTC hour of the window; in a person's time zone the steps come from its calendar. */
export function successByHour(rows: Iterable<Tally & { at: string }>, window: Window, asOf?: string): SuccessRate[] {
  const [from, to] = [Math.floor(Date.parse(window.from) / hourMs), Math.ceil(Date.parse(window.to) / hourMs)];
  const iso = (hour: number) => new Date(hour * hourMs).toISOString();
  const hours = Array.from({ length: Math.max(0, to - from) || 0 }, (_, index) => ({ from: iso(from + index), to: iso(from + index + 1) }));
  return successByStep(rows, hours, asOf);
}

/** Failures of one cause. `exhausted`: no retry is left. `value`: share of all failures, in percent. */
export type CauseShare = Proportion & { cause: FailureCause; failed: number; exhausted: number };

/** Failures by cause: those with exhausted ones first, most of them first; then the most frequent. */
export function failuresByCause(rows: Iterable<{ cause: FailureCause; failed: number; exhausted: number }>, frame?: Frame): CauseShare[] {
  const causes = new Map<FailureCause, { failed: number; exhausted: number }>();
  let all = 0;
  for (const row of rows) {
    const failed = count(row.failed);
    if (failed === 0) continue;
    const before = causes.get(row.cause) ?? { failed: 0, exhausted: 0 };
    causes.set(row.cause, { failed: before.failed + failed, exhausted: before.exhausted + Math.min(failed, count(row.exhausted)) });
    all += failed;
  }
  return [...causes]
    .map(([cause, { failed, exhausted }]) => ({ cause, failed, exhausted, ...proportion(failed, all - failed, frame) }))
    .sort((a, b) => b.exhausted - a.exhausted || b.failed - a.failed || (a.cause < b.cause ? -1 : 1));
}

/** `value`: percentage points gained since the window before, null without data; `n` and `before` what each rests on. */
export type Trend = { trend: "improving" | "declining" | "stable" | "no data"; n: number; before: number; value: number | null } & Frame & {
    interval: Interval | null;
  };

const enough = 5;

/** METRICS "Trend": a change only where the 95 % interval of the difference excludes 0. */
export function trend(now: Tally, before: Tally, frame?: Frame): Trend {
  const [first, second] = [mergeTallies([now]), mergeTallies([before])];
  const [n, earlier] = [first.succeeded + first.failed, second.succeeded + second.failed];
  const base = { n, before: earlier, ...framed(frame) };
  if (n < enough || earlier < enough) return { ...base, trend: "no data", value: null, interval: null };
  const change = difference({ hits: first.succeeded, n }, { hits: second.succeeded, n: earlier });
  const { low, high } = change.interval;
  return { ...base, ...change, trend: low > 0 ? "improving" : high < 0 ? "declining" : "stable" };
}
