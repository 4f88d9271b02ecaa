import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { Db } from "../platform/db/database.ts";
import { suspensionsOf } from "./suspensions.repository.ts";
import { toWorkflowRun } from "./workflows.mapper.ts";
import { findRuns, stagesOf, type RunRow } from "./workflows.repository.ts";

/** Runs with their stages and suspensions, in the order given. */
export const withParts = async (db: Db, rows: readonly RunRow[]): Promise<WorkflowRun[]> => {
  const ids = rows.map(({ id }) => id);
  const [ofStages, ofSuspensions] = await Promise.all([stagesOf(db, ids), suspensionsOf(db, ids)]);
  const stages = Map.groupBy(ofStages, ({ runId }) => runId);
  const suspensions = Map.groupBy(ofSuspensions, ({ runId }) => runId);
  return rows.map((row) => toWorkflowRun(row, stages.get(row.id) ?? [], suspensions.get(row.id) ?? []));
};

export const loadRun = async (db: Db, id: string): Promise<WorkflowRun> =>
  (await withParts(db, await findRuns(db, [id])))[0] as WorkflowRun;
