import { hasEnded, type TaskStatus } from "@beckon/contracts/tasks";
import { note, putRight, step, wayTo, type Draft } from "./draft.ts";
import type { TaskRow } from "./tasks.table.ts";

/** What a signal says of a task. */
export type Word = {
  to?: TaskStatus | undefined;
  at: Date;
  by: string;
  message?: string | undefined;
  progress?: number | undefined;
  result?: string | undefined;
  error?: string | undefined;
};

/** Tasks of a run's own list begin with the first word of them; those that were made here begin when they were made. */
const toldOf = new Set<TaskRow["origin"]>(["hook", "todo", "mcp"]);

const kinds: Record<TaskStatus, string> = {
  pending: "moved",
  assigned: "moved",
  in_progress: "started",
  blocked: "blocked",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
  timed_out: "timed_out",
};

/**
 * Takes a word of a task in, which may come late and out of order: an end stands whatever is heard after it, an open
 * state goes by the newest word, and an older word still tells since when.
 */
export const hear = (draft: Draft, word: Word): void => {
  const { row } = draft;
  if (word.at < row.createdAt && toldOf.has(row.origin)) {
    row.createdAt = word.at;
    draft.changed = true;
  }
  if (hasEnded(row.status)) hearAfterEnd(draft, word);
  else if (word.to && hasEnded(word.to)) endBy(draft, word, word.to);
  else if (word.to) moveBy(draft, word, word.to);
  hearDetails(draft, word);
};

const hearAfterEnd = (draft: Draft, { to, at, by }: Word) => {
  const { row } = draft;
  const end = row.endedAt as Date;
  if (to && hasEnded(to)) {
    // That end was concluded from the end of its run: what was told to have been before counts.
    if (!row.assumed || at > end) return;
    note(draft, { at, by, kind: "corrected" }, { from: row.status, to });
    row.status = to;
    row.endedAt = at;
    row.assumed = false;
    return putRight(row);
  }
  if (to !== "in_progress") return;
  if (at <= end) return beganAt(draft, at);
  if (row.startedAt || row.contradiction || row.assumed) return;
  row.contradiction = `said to have started at ${at.toISOString()}, after it ended at ${end.toISOString()}`;
  draft.changed = true;
};

const beganAt = (draft: Draft, at: Date) => {
  const { row } = draft;
  if (row.startedAt && row.startedAt <= at) return;
  row.startedAt = at;
  draft.changed = true;
};

const endBy = (draft: Draft, word: Word, to: TaskStatus) => {
  for (const next of wayTo(draft.row.status, to) ?? [])
    step(draft, next, next === to ? said(word, to) : { ...said(word, next), detail: undefined, implied: true });
};

const moveBy = (draft: Draft, word: Word, to: TaskStatus) => {
  const { row } = draft;
  const iso = word.at.toISOString();
  const isOld = row.told.status !== undefined && iso < row.told.status;
  if (isOld || row.status === to) {
    if (to === "in_progress") beganAt(draft, word.at);
    return;
  }
  for (const next of wayTo(row.status, to) ?? [])
    step(draft, next, next === to ? said(word, to) : { ...said(word, next), detail: undefined, implied: true });
};

const said = ({ at, by, message, result, error }: Word, to: TaskStatus) => ({
  at,
  by,
  kind: kinds[to],
  detail: error ?? result ?? message,
});

const hearDetails = (draft: Draft, { to, at, by, message, progress, result, error }: Word) => {
  const { row } = draft;
  const iso = at.toISOString();
  const late = row.endedAt !== null && at > row.endedAt;
  if (progress !== undefined && !late && progress !== row.progress && iso >= (row.told.progress ?? "")) {
    row.progress = progress;
    row.told = { ...row.told, progress: iso };
    draft.changed = true;
  }
  if (to === undefined && message && !late) note(draft, { at, by, kind: "progress", detail: message });
  const stands = to !== undefined && row.status === to;
  if (stands && result && row.result === null) {
    row.result = result;
    draft.changed = true;
  }
  if (stands && error && row.error === null) {
    row.error = error;
    draft.changed = true;
  }
};
