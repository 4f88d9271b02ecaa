import { hasEnded, mayFollow, type Task, type TaskStatus } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { findAssignee, nobody, type Assignee } from "./assignee.ts";
import { commit } from "./commit.ts";
import { note, openDraft, step, type Draft } from "./draft.ts";
import { agentUnknown } from "./tasks.errors.ts";
import { toTask } from "./tasks.mapper.ts";
import { lockOpenOfAgent } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

export type Release = {
  agentId: string;
  /** Only what this run of it works on: others of its runs go on with the rest. */
  onlySession?: string | null | undefined;
  /** To this agent; without it they wait for anybody. One that is there no more leaves them waiting. */
  to?: string | undefined;
  /** Who stands in the history, and why. */
  by: string;
  reason: string;
};

/**
 * An agent's open work of the team goes back to the queue, or to another agent: what was said of results and errors
 * stays, and each history says by whom and why. What stands in files, and the lists that live with a run, are left alone.
 */
export const release =
  (deps: TasksDeps) =>
  async (work: Work, { agentId, onlySession, to, by, reason }: Release): Promise<{ tasks: Task[]; to: string | undefined }> => {
    const rows = (await lockOpenOfAgent(work.db, agentId)).filter(
      ({ sessionId }) => onlySession === undefined || (sessionId !== null && sessionId === onlySession),
    );
    const assignee = to === undefined ? nobody : await assigneeOf(deps, work, to);
    const drafts = rows.map((row) => move(openDraft(row), assignee, { at: deps.clock(), by, reason }));
    await commit(deps, work, drafts);
    return { tasks: drafts.map(({ row }) => toTask(row)), to: assignee.agentName ?? undefined };
  };

const assigneeOf = (deps: TasksDeps, work: Work, id: string): Promise<Assignee> =>
  findAssignee(deps, work.db, { ref: { id }, owner: undefined }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === agentUnknown().code) return nobody;
    throw error;
  });

const move = (draft: Draft, assignee: Assignee, { at, by, reason }: { at: Date; by: string; reason: string }): Draft => {
  const { row } = draft;
  const from = row.agentName ?? "nobody";
  const detail = assignee.agentName === null ? `taken from ${from}: ${reason}` : `to ${assignee.agentName}, from ${from}: ${reason}`;
  Object.assign(row, assignee);
  row.sessionId = null;
  for (const next of wayBack(row.status, assignee.agentName !== null)) step(draft, next, { at, by, kind: "assigned", detail });
  if (draft.events.length === 0) note(draft, { at, by, kind: "assigned", detail });
  return draft;
};

/** Nobody has begun it any more; what waits for something else goes on waiting. */
const wayBack = (from: TaskStatus, given: boolean): TaskStatus[] => {
  const to = given ? "assigned" : "pending";
  if (from === to || from === "blocked" || hasEnded(from)) return [];
  return mayFollow(from, to) ? [to] : ["assigned", "pending"];
};
