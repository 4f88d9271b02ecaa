import { hasEnded, mayFollow, type TaskPriority, type TaskStatus } from "@beckon/contracts/tasks";
import type { TaskRow } from "./tasks.table.ts";
import type { TaskAgent } from "./tasks.types.ts";

export type NewEvent = { at: Date; kind: string; by: string; from?: TaskStatus; to?: TaskStatus; detail?: string };

/** A task on its way through a change: the row as it will be, what was before, and what goes into the history. */
export type Draft = {
  row: TaskRow;
  was: TaskStatus | undefined;
  wasDeadline: number | undefined;
  events: NewEvent[];
  changed: boolean;
  /** The agent that does it, where one does. */
  agent?: TaskAgent;
};

/** What is said of a step, beside where it leads. */
/** `implied`: nobody said so, and when is not known. */
export type Step = { at: Date; by: string; kind: string; detail?: string | undefined; implied?: boolean };

export const ranks: Record<TaskPriority, number> = { low: 0, medium: 1, high: 2, critical: 3 };

const mostDetail = 2_000;

export const openDraft = (row: TaskRow): Draft => ({
  row: { ...row },
  was: row.status,
  wasDeadline: row.deadlineAt?.getTime(),
  events: [],
  changed: false,
});

export const note = (draft: Draft, { at, by, kind, detail }: Step, states: Pick<NewEvent, "from" | "to"> = {}): void => {
  draft.changed = true;
  draft.events.push({ at, by, kind, ...states, ...(detail ? { detail: detail.slice(0, mostDetail).toWellFormed() } : {}) });
};

/** One step of the life-cycle. The caller has seen that it is allowed; what follows from it is done here. */
export const step = (draft: Draft, to: TaskStatus, said: Step): void => {
  const { row } = draft;
  note(draft, said, { from: row.status, to });
  row.status = to;
  row.told = { ...row.told, status: said.at.toISOString() };
  if (to !== "blocked") {
    row.blockedBy = null;
    row.waits = false;
  }
  if (to === "in_progress" && !said.implied) row.startedAt ??= said.at;
  if (hasEnded(to)) row.endedAt = said.at;
  putRight(row);
};

/** Clocks that contradict each other: the end stands, and that the start cannot be true is said. */
export const putRight = (row: TaskRow): void => {
  if (!row.startedAt || !row.endedAt || row.startedAt <= row.endedAt) return;
  row.contradiction = `said to have started at ${row.startedAt.toISOString()}, after it ended at ${row.endedAt.toISOString()}`;
  row.startedAt = null;
};

/**
 * The shortest way of allowed steps from one state to another; nothing where there is none. A to-do that is
 * struck out was begun, whether or not somebody said so.
 */
export const wayTo = (from: TaskStatus, to: TaskStatus): TaskStatus[] | undefined => {
  if (mayFollow(from, to)) return [to];
  const between = bridges.find((middle) => mayFollow(from, middle) && mayFollow(middle, to));
  return between ? [between, to] : undefined;
};
/** States that may be passed through without a word. */
const bridges: readonly TaskStatus[] = ["in_progress", "assigned"];
