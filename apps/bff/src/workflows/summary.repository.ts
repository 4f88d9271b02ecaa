import { and, eq, gte, isNotNull, isNull, lt, or } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { matching, type RunFilter } from "./workflows.repository.ts";
import { workflowRuns as runs, workflowStages as stages, workflowSuspensions as suspensions } from "./workflows.table.ts";

export type Window = { from: Date; to: Date };

/** Runs that ended in the window. */
export const endedRuns = async (db: Db, filter: RunFilter, { from, to }: Window) =>
  db
    .select({ id: runs.id, status: runs.status, startedAt: runs.startedAt, endedAt: runs.endedAt })
    .from(runs)
    .where(and(matching(db, filter), isNotNull(runs.endedAt), gte(runs.at, from), lt(runs.at, to)));

/** Stages that ended in the window, with the agent that had them, or the run's. Of an agent: its own stages alone. */
export const endedStages = async (db: Db, { agent, ...filter }: RunFilter, { from, to }: Window) =>
  db
    .select({
      name: stages.name,
      status: stages.status,
      startedAt: stages.startedAt,
      endedAt: stages.endedAt,
      agentId: stages.agentId,
      agentName: stages.agentName,
      runAgentId: runs.agentId,
      runAgentName: runs.agentName,
    })
    .from(stages)
    .innerJoin(runs, eq(runs.id, stages.runId))
    .where(
      and(
        matching(db, filter),
        isNotNull(stages.endedAt),
        gte(stages.endedAt, from),
        lt(stages.endedAt, to),
        agent ? or(eq(stages.agentId, agent), and(isNull(stages.agentName), eq(runs.agentId, agent))) : undefined,
      ),
    );

/** Suspensions that were over in the window, and those that were tried in it. */
export const suspensionsIn = async (db: Db, filter: RunFilter, { from, to }: Window) =>
  db
    .select({
      waitsFor: suspensions.waitsFor,
      since: suspensions.since,
      resumedAt: suspensions.resumedAt,
      attempts: suspensions.attempts,
    })
    .from(suspensions)
    .innerJoin(runs, eq(runs.id, suspensions.runId))
    .where(and(matching(db, filter), lt(suspensions.since, to), or(isNull(suspensions.resumedAt), gte(suspensions.resumedAt, from))));
