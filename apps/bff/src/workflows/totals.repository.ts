import { sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { readSpreads, readTallies, within, type Span, type Spread, type Tally } from "../platform/db/tallies.ts";

export type WorkflowTotals = { runs: Tally[]; stages: Spread[]; waits: Spread[]; resumes: Tally[] };

/** What ended in a span: runs by how, stages by name, suspensions by what they waited for, and each try to go on. */
export const workflowTotals = async (db: Db, span: Span, bounds: readonly number[]): Promise<WorkflowTotals> => {
  const [runs, stages, waits, resumes] = await Promise.all([
    readTallies(db, {
      rows: sql`select status from workflow_run where ended_at is not null and ${within("at", span)} and not demo`,
      labels: ["status"],
    }),
    readSpreads(db, {
      rows: sql`select s.name as stage, extract(epoch from s.ended_at - s.started_at) as seconds
        from workflow_stage s join workflow_run r on r.id = s.run_id
        where s.started_at is not null and s.status <> 'skipped' and ${within("s.ended_at", span)} and not r.demo`,
      labels: ["stage"],
      bounds,
    }),
    readSpreads(db, {
      rows: sql`select s.waits_for, extract(epoch from s.resumed_at - s.since) as seconds
        from workflow_suspension s join workflow_run r on r.id = s.run_id where ${within("s.resumed_at", span)} and not r.demo`,
      labels: ["waits_for"],
      bounds,
    }),
    readTallies(db, {
      rows: sql`select case when (a.try ->> 'ok')::boolean then 'succeeded' else 'failed' end as outcome
        from workflow_suspension s join workflow_run r on r.id = s.run_id, jsonb_array_elements(s.attempts) as a(try)
        where (s.resumed_at is null or s.resumed_at >= ${span.from.toISOString()}::timestamptz) and not r.demo
          and ${within("(a.try ->> 'at')::timestamptz", span)}`,
      labels: ["outcome"],
    }),
  ]);
  return { runs, stages, waits, resumes };
};
