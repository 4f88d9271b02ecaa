import type { WorkflowRun } from "@beckon/contracts/workflows";

export type RunStatus = WorkflowRun["status"];

export type RunState = {
  name: string;
  status: RunStatus;
  task: string | undefined;
  role: string | undefined;
  project: string | undefined;
  agent: { id: string | undefined; name: string } | undefined;
  url: string | undefined;
  error: string | undefined;
  startedAt: Date;
  endedAt: Date | undefined;
};

/** What is absent is not told. */
export type RunTold = { [K in keyof RunState]?: RunState[K] | undefined } & { name: string };

export const hasEnded = (status: RunStatus) => status === "succeeded" || status === "failed" || status === "cancelled";

const earlier = (a: Date | undefined, b: Date | undefined) => (a && b ? (a < b ? a : b) : (a ?? b));

/** The run after a report: its first end stands, whatever comes late. `suspended`: something of it still waits. */
export const mergeRun = (before: RunState | undefined, told: RunTold, { suspended, now }: { suspended: boolean; now: Date }): RunState => {
  const status = statusOf(before?.status, told.status, suspended);
  const error = told.error === undefined ? before?.error : told.error || undefined;
  return {
    name: told.name,
    status,
    task: told.task ?? before?.task,
    role: told.role ?? before?.role,
    project: told.project ?? before?.project,
    agent: told.agent ?? before?.agent,
    url: told.url ?? before?.url,
    error,
    startedAt: earlier(told.startedAt, before?.startedAt) ?? earlier(told.endedAt, now) ?? now,
    endedAt: hasEnded(status) ? (earlier(told.endedAt, before?.endedAt) ?? now) : undefined,
  };
};

const statusOf = (before: RunStatus | undefined, told: RunStatus | undefined, suspended: boolean): RunStatus => {
  if (before && hasEnded(before)) return before;
  if (told && hasEnded(told)) return told;
  if (suspended) return "suspended";
  return told ?? before ?? "running";
};
