import { isStuckRun } from "@beckon/metrics/stuck-run";
import type { Db } from "../platform/db/database.ts";
import { withParts } from "./load-runs.ts";
import { workflowTotals } from "./totals.repository.ts";
import { openRuns } from "./workflows.repository.ts";
import type { WorkflowsDeps } from "./workflows.types.ts";

const mostOpen = 10_000;

/** Runs that have not ended: how many, how many of them METRICS calls stuck, and since when the oldest and its oldest stage go on. */
export type OpenRuns = {
  running: number;
  suspended: number;
  stuck: number;
  oldestSeconds: number | null;
  oldestStageSeconds: number | null;
};

/** For monitoring: what a span added, and how runs stand. The demo fleet's are in none of it. */
export const totals = ({ clock }: Pick<WorkflowsDeps, "clock">) => ({
  ended: workflowTotals,
  open: async (db: Db): Promise<OpenRuns> => {
    const now = clock().getTime();
    const open = await withParts(db, await openRuns(db, { demo: false }, mostOpen));
    const age = (starts: readonly string[]) =>
      starts.length === 0 ? null : Math.max(0, now - Math.min(...starts.map((start) => Date.parse(start)))) / 1_000;
    const running = open.filter(({ status }) => status === "running");
    return {
      running: running.length,
      suspended: open.length - running.length,
      stuck: open.filter((run) => isStuckRun(run, now)).length,
      oldestSeconds: age(running.map(({ startedAt }) => startedAt)),
      oldestStageSeconds: age(
        open.flatMap(({ stages }) =>
          stages.flatMap(({ status, startedAt }) => (startedAt && (status === "running" || status === "suspended") ? [startedAt] : [])),
        ),
      ),
    };
  },
});
