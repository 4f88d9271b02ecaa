import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { RunState } from "./merge-run.ts";
import type { StageState } from "./merge-stages.ts";
import type { SuspensionRow } from "./suspensions.repository.ts";
import type { RunRow, StageRow } from "./workflows.repository.ts";

const agentOf = (row: { agentId: string | null; agentName: string | null }) =>
  row.agentName === null ? undefined : { id: row.agentId ?? undefined, name: row.agentName };

export const toRunState = (row: RunRow): RunState => ({
  name: row.name,
  status: row.status,
  task: row.task ?? undefined,
  role: row.role ?? undefined,
  project: row.project ?? undefined,
  agent: agentOf(row),
  url: row.url ?? undefined,
  error: row.error ?? undefined,
  startedAt: row.startedAt,
  endedAt: row.endedAt ?? undefined,
});

export const toStageState = (row: StageRow): StageState => ({
  name: row.name,
  status: row.status,
  agent: agentOf(row),
  startedAt: row.startedAt ?? undefined,
  endedAt: row.endedAt ?? undefined,
  attempts: row.attempts,
  error: row.error ?? undefined,
});

const named = (row: { agentId: string | null; agentName: string | null }) =>
  row.agentName === null ? {} : { agent: { ...(row.agentId ? { id: row.agentId } : {}), name: row.agentName } };

const toStage = (row: StageRow, order: number): WorkflowRun["stages"][number] => ({
  name: row.name,
  order,
  status: row.status,
  ...named(row),
  ...(row.startedAt ? { startedAt: row.startedAt.toISOString() } : {}),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  attempts: row.attempts,
  ...(row.error ? { error: row.error } : {}),
});

export const toSuspension = (row: SuspensionRow): WorkflowRun["suspensions"][number] => ({
  id: row.id,
  ...(row.stage ? { stage: row.stage } : {}),
  waitsFor: row.waitsFor,
  what: row.what,
  since: row.since.toISOString(),
  ...(row.resumedAt ? { resumedAt: row.resumedAt.toISOString() } : {}),
  ...(row.requestId ? { requestId: row.requestId } : {}),
  attempts: row.attempts,
});

export const toWorkflowRun = (row: RunRow, stages: readonly StageRow[], suspensions: readonly SuspensionRow[]): WorkflowRun => ({
  id: row.id,
  source: row.source,
  key: row.key,
  name: row.name,
  status: row.status,
  ...(row.task ? { task: row.task } : {}),
  ...(row.role ? { role: row.role } : {}),
  ...(row.project ? { project: row.project } : {}),
  ...named(row),
  ...(row.url ? { url: row.url } : {}),
  stages: stages.map(toStage),
  suspensions: suspensions.map(toSuspension),
  ...(row.error ? { error: row.error } : {}),
  startedAt: row.startedAt.toISOString(),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  updatedAt: row.updatedAt.toISOString(),
  ...(row.demo ? { demo: true } : {}),
});
