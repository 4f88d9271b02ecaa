import { count, exact, framed, type Figure, type Frame } from "./figure.ts";
import { proportion, type Proportion } from "./proportion.ts";

export type TaskTally = {
  completed: number;
  failed: number;
  /** Ended as failed by the clock. */
  timedOut?: number | undefined;
  cancelled?: number | undefined;
};

/** Completed ÷ (completed + failed) in percent, timed-out ones being failed; cancelled ones stand beside it. */
export function taskSuccess(tally: TaskTally, frame?: Frame): Proportion & { cancelled: number } {
  const failed = count(tally.failed) + count(tally.timedOut);
  return { ...proportion(tally.completed, failed, frame), cancelled: count(tally.cancelled) };
}

/** `value` in milliseconds. `contradiction`: what was told instead; `skewed`: it ended before it began, so a clock is wrong. */
export type TaskDuration = {
  value: number | null;
  n: number;
  source: "timestamps" | "reported" | null;
  contradiction?: { reportedMs: number; differenceMs: number };
  skewed?: true;
};

/**
 * How long a task took: from its instants (ISO-8601). A reported number is believed only where an instant
 * is missing; where it differs by more than a second and a hundredth it is shown as a contradiction.
 */
export function taskDuration(task: {
  startedAt?: string | undefined;
  endedAt?: string | undefined;
  reportedMs?: number | undefined;
}): TaskDuration {
  const { startedAt, endedAt, reportedMs } = task;
  const told = reportedMs !== undefined && Number.isFinite(reportedMs) && reportedMs >= 0 ? reportedMs : undefined;
  const value = startedAt === undefined || endedAt === undefined ? Number.NaN : Date.parse(endedAt) - Date.parse(startedAt);
  if (Number.isNaN(value)) return told === undefined ? { value: null, n: 0, source: null } : { value: told, n: 1, source: "reported" };
  if (value < 0) return { value: null, n: 0, source: null, skewed: true };
  const differenceMs = told === undefined ? 0 : exact(told - value);
  const contradicts = Math.abs(differenceMs) > Math.max(1_000, value / 100);
  return {
    value,
    n: 1,
    source: "timestamps",
    ...(contradicts && told !== undefined && { contradiction: { reportedMs: told, differenceMs } }),
  };
}

/** Tasks completed per hour of the window; null for a window without length. */
export function throughput(completed: number, frame: Frame): Figure {
  const hours = frame.window ? (Date.parse(frame.window.to) - Date.parse(frame.window.from)) / 3_600_000 : 0;
  const n = count(completed);
  return { value: hours > 0 ? exact(n / hours) : null, n, ...framed(frame) };
}

export type QueueState = "pending" | "assigned" | "in_progress" | "blocked";

/** `value`: age of the oldest in milliseconds; `n`: how many there are. */
export type Queue = { counts: Record<QueueState, number>; value: number | null; n: number; oldestAt: string | null } & Frame;

/** What is still to be done at `now` (epoch milliseconds), from rows of one or of many tasks; `since` is the oldest's creation. */
export function queue(rows: Iterable<{ status: string; count?: number | undefined; since: string }>, now: number, frame?: Frame): Queue {
  const counts = { pending: 0, assigned: 0, in_progress: 0, blocked: 0 };
  let oldest = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const some = row.count === undefined ? 1 : count(row.count);
    if (!isQueued(row.status) || some === 0) continue;
    counts[row.status] += some;
    const at = Date.parse(row.since);
    if (at < oldest) oldest = at;
  }
  const n = counts.pending + counts.assigned + counts.in_progress + counts.blocked;
  const known = Number.isFinite(oldest);
  return {
    counts,
    value: known ? Math.max(0, now - oldest) : null,
    n,
    oldestAt: known ? new Date(oldest).toISOString() : null,
    ...framed(frame),
  };
}

const isQueued = (status: string): status is QueueState =>
  status === "pending" || status === "assigned" || status === "in_progress" || status === "blocked";

/** Active ÷ (active + pending) in percent, active being assigned or in progress; null when there is neither. */
export function distributionEfficiency(
  counts: { pending: number; assigned?: number | undefined; in_progress?: number | undefined },
  frame?: Frame,
): Figure {
  const active = count(counts.assigned) + count(counts.in_progress);
  const n = active + count(counts.pending);
  return { value: n === 0 ? null : exact((active / n) * 100), n, ...framed(frame) };
}

/** Jain's index (1/n–1, 1 is even) over how many active tasks each live agent has; null without an agent or a task. */
export function balance(active: readonly number[], frame?: Frame): Figure {
  const loads = active.map(count);
  const sum = loads.reduce((total, load) => total + load, 0);
  const squares = loads.reduce((total, load) => total + load * load, 0);
  return { value: squares === 0 ? null : exact((sum * sum) / (loads.length * squares)), n: loads.length, ...framed(frame) };
}

/** Counts by status of a group's tasks: `total` includes those of any other status. */
export type GroupCounts = { completed: number; in_progress: number; blocked: number; total: number };

/** Progress of a group in percent: done counts 1, in progress ½, blocked ¼. `display`: whole, half rounded up. */
export function progress(group: GroupCounts, frame?: Frame): Figure & { display: number | null } {
  const quarters = count(group.completed) * 4 + count(group.in_progress) * 2 + count(group.blocked);
  const n = Math.max(count(group.total), count(group.completed) + count(group.in_progress) + count(group.blocked));
  if (n === 0) return { value: null, display: null, n, ...framed(frame) };
  // Whole numbers all the way: the display never rounds what was rounded before.
  return { value: exact((quarters * 25) / n), display: Math.floor((quarters * 50 + n) / (2 * n)), n, ...framed(frame) };
}
