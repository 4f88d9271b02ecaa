import { hasEnded, type TaskStatus } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { commit, settle, settleDependents } from "./commit.ts";
import { holdDependencies } from "./dependencies.repository.ts";
import { note, openDraft, step, type Draft } from "./draft.ts";
import { lastEvent } from "./events.repository.ts";
import { lockRows, retriesOf, type TaskRow } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";
import { nobody } from "./assignee.ts";

/** hold: blocked, with who has it. queue: to nobody, waiting for whoever takes it. cancel: off the queue. */
export type TaskHalt = "hold" | "queue" | "cancel";

/** What a task was before it was halted, and how it was left. Instants are ISO-8601. */
export type KeptTask = {
  before: Pick<TaskRow, "status" | "agentId" | "agentName" | "agentOwnerId" | "sessionId" | "blockedBy" | "waits"> & {
    startedAt: string | null;
    endedAt: string | null;
  };
  left: Pick<TaskRow, "status" | "agentId" | "agentName" | "blockedBy">;
};

/** What came of it, task by task: done, with what is to be kept for the way back, or why there was nothing to do. */
export type TaskOutcome = { id: string; words: string } & ({ done: true; kept?: KeptTask } | { done: false });
type Halt = { ids: readonly string[]; how: TaskHalt; by: string; why: string };

/** Takes tasks out of work, in the caller's transaction; each as it stands now, whatever was known of it before. */
export const halt =
  (deps: TasksDeps) =>
  async (work: Work, { ids, how, by, why }: Halt): Promise<TaskOutcome[]> => {
    const rows = new Map((await lockRows(work.db, { ids })).map((row) => [row.id, row]));
    const drafts: Draft[] = [];
    const outcomes = ids.map((id): TaskOutcome => {
      const row = rows.get(id);
      const refusal = row ? whyNot(row, how) : "It is gone.";
      if (!row || refusal !== undefined) return { id, done: false, words: refusal ?? "It is gone." };
      const draft = openDraft(row);
      take(draft, { how, by, why, at: deps.clock() });
      drafts.push(draft);
      return { id, done: true, words: tookWords[how], kept: { before: beforeOf(row), left: leftOf(draft.row) } };
    });
    await commit(deps, work, drafts);
    return outcomes;
  };

const tookWords: Record<TaskHalt, string> = { hold: "Blocked.", queue: "Back in the queue.", cancel: "Taken off the queue." };

const whyNot = (row: TaskRow, how: TaskHalt): string | undefined => {
  if (hasEnded(row.status)) return `It is ${said(row.status)} meanwhile.`;
  if (row.directoryId !== null) return "It stands in a file, which says how it is.";
  if (how === "hold" && row.status === "blocked") return "It is blocked already.";
  if (how === "cancel" && row.status !== "pending") return `It is ${said(row.status)} meanwhile.`;
  if (how === "queue" && row.status === "pending" && row.agentName === null) return "It is in the queue already.";
  return undefined;
};

const take = (draft: Draft, { how, by, why, at }: Omit<Halt, "ids"> & { at: Date }): void => {
  const { row } = draft;
  if (how === "hold") {
    step(draft, "blocked", { at, by, kind: "moved", detail: why });
    row.blockedBy = why;
  } else if (how === "cancel") step(draft, "cancelled", { at, by, kind: "cancelled", detail: why });
  else {
    const detail = row.agentName === null ? why : `taken from ${row.agentName}: ${why}`;
    Object.assign(row, nobody);
    row.sessionId = null;
    // By way of assigned, which the table of states allows; what is blocked stays so, without anybody.
    if (row.status === "in_progress") step(draft, "assigned", { at, by, kind: "assigned", detail, implied: true });
    if (row.status === "assigned") step(draft, "pending", { at, by, kind: "unassigned", detail });
    else note(draft, { at, by, kind: "unassigned", detail });
  }
};

const iso = (at: Date | null) => at?.toISOString() ?? null;
const beforeOf = ({ status, agentId, agentName, agentOwnerId, sessionId, blockedBy, waits, startedAt, endedAt }: TaskRow) => ({
  ...{ status, agentId, agentName, agentOwnerId, sessionId, blockedBy, waits },
  startedAt: iso(startedAt),
  endedAt: iso(endedAt),
});
const leftOf = ({ status, agentId, agentName, blockedBy }: TaskRow) => ({ status, agentId, agentName, blockedBy });

type Restore = { tasks: readonly { id: string; kept: KeptTask }[]; by: string };

/** Brings tasks back to exactly what they were; one that somebody has changed meanwhile is left as it is, and who did is said. */
export const restore =
  (deps: TasksDeps) =>
  async (work: Work, { tasks, by }: Restore): Promise<TaskOutcome[]> => {
    const ids = tasks.map(({ id }) => id);
    const rows = new Map((await lockRows(work.db, { ids })).map((row) => [row.id, row]));
    const retried = await retriesOf(work.db, ids);
    const drafts: Draft[] = [];
    const outcomes: TaskOutcome[] = [];
    for (const { id, kept } of tasks) {
      const row = rows.get(id);
      const refusal = row ? await changedWords(work, { row, kept, isRetried: retried.has(id) }) : "It is gone.";
      if (!row || refusal !== undefined) {
        outcomes.push({ id, done: false, words: refusal ?? "It is gone." });
        continue;
      }
      const draft = openDraft(row);
      putBack(draft, kept, { by, at: deps.clock() });
      drafts.push(draft);
      outcomes.push({ id, done: true, words: backWords(kept) });
    }
    const known = await holdDependencies(work.db, [...new Set(drafts.flatMap(({ row }) => row.dependencies))].toSorted());
    for (const draft of drafts) settle(draft, known, deps.clock());
    await commit(deps, work, drafts);
    await settleWaiting(deps, work, drafts);
    return outcomes;
  };

const backWords = ({ before: { status, agentName } }: KeptTask) =>
  `${said(status).charAt(0).toUpperCase()}${said(status).slice(1)} again${agentName === null ? "" : `, with ${agentName}`}.`;

const changedWords = async (
  work: Work,
  { row, kept: { left }, isRetried }: { row: TaskRow; kept: KeptTask; isRetried: boolean },
): Promise<string | undefined> => {
  if (isRetried) return "It was tried again meanwhile, as a task of its own.";
  const { status, agentId, agentName, blockedBy } = row;
  if (status === left.status && agentId === left.agentId && agentName === left.agentName && blockedBy === left.blockedBy) return undefined;
  const last = await lastEvent(work.db, row.id);
  return `It is ${said(status)} since: ${last?.by ?? "somebody"} changed it.`;
};

const putBack = (draft: Draft, { before }: KeptTask, { by, at }: { by: string; at: Date }): void => {
  const { row } = draft;
  note(draft, { at, by, kind: "restored" }, row.status === before.status ? {} : { from: row.status, to: before.status });
  const { startedAt, endedAt, ...parts } = before;
  Object.assign(row, parts, { startedAt: startedAt && new Date(startedAt), endedAt: endedAt && new Date(endedAt) });
  row.told = { ...row.told, status: at.toISOString() };
};

/** What waits for one that is open again waits on. */
const settleWaiting = async (deps: TasksDeps, work: Work, drafts: readonly Draft[]): Promise<void> => {
  const reopened = drafts.filter(({ row, was }) => was !== undefined && hasEnded(was) && !hasEnded(row.status));
  await commit(deps, work, await settleDependents(deps, work, reopened));
};

const said = (status: TaskStatus): string => status.replaceAll("_", " ");
