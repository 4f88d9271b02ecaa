import type { Agent } from "@beckon/contracts/agents";
import { hasEnded, mayFollow, type Task, type TaskReport, type TaskStatus } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { storable } from "../platform/storable.ts";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { commit } from "./commit.ts";
import { note, openDraft, step, type Draft } from "./draft.ts";
import { lockTask } from "./find.ts";
import { addLinks } from "./new-row.ts";
import { transitionNotAllowed } from "./tasks.errors.ts";
import { toTask } from "./tasks.mapper.ts";
import type { SignalOwner, TaskActor, TaskAgent, TasksDeps } from "./tasks.types.ts";

export type ReportVerb = "start" | "progress" | "complete" | "fail" | "cancel";

const states: Record<ReportVerb, TaskStatus> = {
  start: "in_progress",
  progress: "in_progress",
  complete: "completed",
  fail: "failed",
  cancel: "cancelled",
};
const kinds: Record<ReportVerb, string> = {
  start: "started",
  progress: "progress",
  complete: "completed",
  fail: "failed",
  cancel: "cancelled",
};

/** A clock that runs ahead by more than this is put right. */
const aheadMs = 60_000;

/** What an agent says of a task. The state that it already has changes nothing; one that may not follow is a 409. */
export const report =
  (deps: TasksDeps) =>
  (actor: TaskActor, idOrKey: string, said: { verb: ReportVerb; report: TaskReport }): Promise<Task> =>
    inOneGo(deps.database, async (work) => {
      const draft = openDraft(await lockTask(work.db, actor, idOrKey, said.verb === "start"));
      const { row } = draft;
      const to = states[said.verb];
      const again = row.status === to;
      if (again && said.verb !== "progress") {
        await assertSameAgent(deps, work, { draft, actor, said });
        return toTask(row);
      }
      if (!again && !mayFollow(row.status, to)) throw transitionNotAllowed(row.status, to, { task: toTask(row) });
      // Who does not say who speaks, speaks for the agent of this token that has the task.
      const isItsAgent = said.report.agent === undefined && row.agentOwnerId !== null && row.agentOwnerId === actor.owner?.id;
      const speaker = isItsAgent ? undefined : await speakerOf(deps, work, { actor, report: said.report });
      if (speaker) draft.agent = agentOf(speaker);
      else if (isItsAgent && row.agentId && row.agentName) draft.agent = { id: row.agentId, name: row.agentName };
      applyReport(draft, { ...said, at: instantOf(said.report.at, deps.clock()), by: draft.agent?.name ?? actor.name, speaker });
      await commit(deps, work, [draft]);
      return toTask(draft.row);
    });

const instantOf = (at: string | undefined, now: Date): Date => {
  const told = at === undefined ? now : storable(at);
  return told.getTime() > now.getTime() + aheadMs ? now : told;
};

export const agentOf = ({ agent: { id, name, role } }: Speaker): TaskAgent => ({ id, name, ...(role ? { role } : {}) });

/** `awaitedRun`: its own name of a run of which nothing was told yet. */
export type Speaker = { agent: Agent; ownerId: string; sessionId?: string; awaitedRun?: string };

/** The agent that speaks, as a sign of its life too. Of a script that names none it is nobody. */
export const speakerOf = async (
  deps: TasksDeps,
  work: Work,
  { actor, report: { agent: ref } }: { actor: TaskActor; report: Pick<TaskReport, "agent"> },
): Promise<Speaker | undefined> => {
  const owner: SignalOwner | undefined =
    actor.owner ?? (ref && actor.actor.kind === "agent" && actor.actor.id ? { id: actor.actor.id, name: actor.name } : undefined);
  if (!owner) return undefined;
  const { sessionId: key, ...who } = ref ?? {};
  const agent = await deps.agents.seen(work, owner, { name: owner.name, ...who, ...(key ? { sessionId: key } : {}) });
  const sessionId = key === undefined ? undefined : await deps.agents.sessionNamed(work.db, { ownerId: owner.id, key });
  return { agent, ownerId: owner.id, ...(sessionId ? { sessionId } : key ? { awaitedRun: key } : {}) };
};

type Saying = { verb: ReportVerb; report: TaskReport; at: Date; by: string; speaker: Speaker | undefined };

const applyReport = (draft: Draft, { verb, report: told, at, by, speaker }: Saying): void => {
  const { row } = draft;
  const to = states[verb];
  const detail = told.message || (verb === "fail" ? told.error : verb === "complete" ? told.result : undefined);
  if (row.status !== to) step(draft, to, { at, by, kind: verb === "progress" ? "started" : kinds[verb], detail });
  else if (detail) note(draft, { at, by, kind: kinds[verb], detail });
  if (speaker) takeOver(draft, speaker);
  if (told.progress !== undefined && told.progress !== row.progress && at.toISOString() >= (row.told.progress ?? "")) {
    row.progress = told.progress;
    row.told = { ...row.told, progress: at.toISOString() };
    draft.changed = true;
  }
  if (verb === "complete" && told.result) row.result = told.result;
  if (verb === "fail" && told.error) row.error = told.error;
  if (told.durationSeconds !== undefined && hasEnded(to)) row.reportedSeconds = told.durationSeconds;
  if (told.model) row.model = told.model;
  if (told.links && addLinks(row, told.links).length > 0) draft.changed = true;
};

/** Who works on it now. A cancelling owner takes nothing over: this is asked of those that work. */
export const takeOver = ({ row }: Draft, { agent, ownerId, sessionId, awaitedRun }: Speaker): void => {
  if (row.status === "cancelled") return;
  row.agentId = agent.id;
  row.agentName = agent.name;
  row.agentOwnerId = ownerId;
  row.role ??= agent.role ?? null;
  row.awaitedRun = awaitedRun ?? null;
  if (sessionId) row.sessionId = sessionId;
};

/** Two agents that both start one task must not both go on. */
const assertSameAgent = async (
  deps: TasksDeps,
  work: Work,
  { draft: { row }, actor, said }: { draft: Draft; actor: TaskActor; said: { verb: ReportVerb; report: TaskReport } },
) => {
  if (said.verb !== "start" || row.agentId === null || said.report.agent === undefined) return;
  const speaker = await speakerOf(deps, work, { actor, report: said.report });
  if (speaker && speaker.agent.id !== row.agentId)
    throw transitionNotAllowed(row.status, "in_progress", {
      task: toTask(row),
      detail: `It is in_progress: ${row.agentName ?? "another agent"} works on it.`,
    });
};
