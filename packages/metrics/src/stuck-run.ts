import type { WorkflowRun } from "@beckon/contracts/workflows";
import { stuck } from "./workflows.ts";

/** What of a run is asked. */
export type RunInTime = Pick<WorkflowRun, "status" | "startedAt" | "endedAt"> & {
  stages: readonly Pick<WorkflowRun["stages"][number], "status" | "startedAt" | "endedAt">[];
};

const ended = new Set<WorkflowRun["status"]>(["succeeded", "failed", "cancelled"]);

/**
 * METRICS "Stuck workflow" of a whole run at `now` (epoch milliseconds): it runs for more than 24 hours, or one of its
 * stages is in work or suspended for longer. A suspended run does not run: its stage, or what it waits for, tells its age.
 */
export function isStuckRun(run: RunInTime, now: number): boolean {
  if (ended.has(run.status)) return false;
  const [oldest] = run.stages
    .flatMap(({ status, startedAt }) => (startedAt !== undefined && (status === "running" || status === "suspended") ? [startedAt] : []))
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const stage = oldest === undefined ? undefined : { startedAt: oldest };
  // Without its own start a suspended run is judged by the stage alone.
  const start = run.status === "running" ? run.startedAt : new Date(now).toISOString();
  return stuck({ startedAt: start, stage }, now).value;
}
