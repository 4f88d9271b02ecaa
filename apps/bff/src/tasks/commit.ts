import { hasEnded } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { lockDependents, standings, type Standing } from "./dependencies.repository.ts";
import { note, openDraft, step, type Draft } from "./draft.ts";
import { insertEvents } from "./events.repository.ts";
import { searchTextOf } from "./new-row.ts";
import { toTask } from "./tasks.mapper.ts";
import { saveRows, type TaskRow } from "./tasks.repository.ts";
import { timeoutQueue, type TasksDeps, type TaskVia } from "./tasks.types.ts";

/** Who stands in the history for what follows by itself. */
export const byItself = "Beckon";

/**
 * Writes what changed, and all that follows from it: history, places in the feed, deadlines, tasks that waited for
 * one that has ended, and the word to the other slices. `drafts` are each task once.
 */
export const commit = async (deps: TasksDeps, work: Work, drafts: readonly Draft[], via: TaskVia = "call"): Promise<void> => {
  const changed = drafts.filter((draft) => draft.changed);
  if (changed.length === 0) return;
  await save(deps, work, { drafts: changed, via });
  const ended = changed.filter(({ row, was }) => hasEnded(row.status) && (was === undefined || !hasEnded(was)));
  // What waits is saved by itself: it may be one of those that changed too.
  await save(deps, work, { drafts: await settleDependents(deps, work, ended), via: "call" });
  const agentIds = new Set(ended.flatMap(({ row }) => (row.agentId && row.status !== "cancelled" ? [row.agentId] : [])));
  await deps.feed.append(work, ...[...agentIds].map((entityId) => ({ kind: "agent" as const, entityId })));
};

const save = async (deps: TasksDeps, work: Work, { drafts, via }: { drafts: readonly Draft[]; via: TaskVia }) => {
  if (drafts.length === 0) return;
  const now = deps.clock();
  for (const { row } of drafts) {
    row.version += 1;
    row.updatedAt = now;
    row.searchText = searchTextOf(row);
  }
  await saveRows(
    work.db,
    drafts.map(({ row }) => row),
  );
  await insertEvents(
    work.db,
    drafts.flatMap(({ row, events }) => events.map((event) => ({ ...event, taskId: row.id }))),
  );
  await deps.feed.append(work, ...drafts.map(({ row }) => ({ kind: "task" as const, entityId: row.id })));
  for (const { row, wasDeadline } of drafts)
    if (row.deadlineAt && !row.endedAt && row.deadlineAt.getTime() !== wasDeadline)
      await deps.jobs.enqueue(work, timeoutQueue, { id: row.id }, { startAfter: row.deadlineAt });
  const changes = drafts.map(({ row, was, agent, events }) => ({
    task: toTask(row),
    events,
    owner: { id: row.ownerId, ...(row.demo ? { demo: true } : {}) },
    via,
    ...(was ? { from: was } : {}),
    ...(agent ? { by: agent } : {}),
  }));
  for (const tell of deps.listeners) await tell(work, changes);
};

/** Tasks that wait for one of these, as they stand by what these are now. */
export const settleDependents = async (deps: Pick<TasksDeps, "clock">, work: Work, changed: readonly Draft[]): Promise<Draft[]> => {
  const dependents = await lockDependents(
    work.db,
    changed.map(({ row }) => row.id),
  );
  // What stands in a file is as the file says.
  const waiting = dependents.filter(({ directoryId }) => directoryId === null);
  const known = await standings(work.db, [...new Set(waiting.flatMap(({ dependencies }) => dependencies))]);
  return waiting.flatMap((row) => {
    const draft = openDraft(row);
    settle(draft, known, deps.clock());
    return draft.changed ? [draft] : [];
  });
};

/** Blocks a task whose dependencies are open, and lets it go on when they are done. One at work, or blocked by something else, is left alone. */
export const settle = (draft: Draft, known: readonly Standing[], at: Date): void => {
  const { row } = draft;
  const why = whyWaits(row, known);
  if (why === undefined) {
    if (row.waits) step(draft, row.agentName === null ? "pending" : "assigned", { at, by: byItself, kind: "unblocked" });
    return;
  }
  if (row.status === "pending" || row.status === "assigned") {
    step(draft, "blocked", { at, by: byItself, kind: "blocked", detail: why });
    row.waits = true;
  } else if (!row.waits || row.blockedBy === why) return;
  else note(draft, { at, by: byItself, kind: "blocked", detail: why });
  row.blockedBy = why;
};

const whyWaits = ({ dependencies }: TaskRow, known: readonly Standing[]): string | undefined => {
  const open = known.filter(({ id, status }) => dependencies.includes(id) && status !== "completed");
  const [lost] = open.filter(({ status }) => hasEnded(status));
  if (lost) return `The dependency "${clip(lost.title)}" ${words[lost.status] ?? lost.status}`;
  const [first] = open;
  if (!first) return undefined;
  return open.length === 1 ? `Waits for "${clip(first.title)}"` : `Waits for ${open.length} tasks`;
};
const words: Record<string, string> = { failed: "failed", cancelled: "was cancelled", timed_out: "timed out" };
const clip = (title: string) => (title.length > 120 ? `${title.slice(0, 120).toWellFormed()}…` : title);
