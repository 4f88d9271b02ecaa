import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/** `stage`: the one that lasts so long, where it is not the run itself. */
export type LastingRun = { id: string; name: string; since: Date; stage: string | null };

const most = 1_000;

/** As METRICS "Stuck workflow" has it: a run that is suspended is judged by its stages alone. */
export const lastingSince = async (db: Db, before: Date): Promise<LastingRun[]> =>
  rowsOf<{ id: string; name: string; since: string | Date; stage: string | null }>(
    await db.execute(sql`
      select r.id, r.name, least(s.started_at, case when r.status = 'running' then r.started_at end) as since,
        case when s.started_at < before and (r.status <> 'running' or r.started_at >= before) then s.name end as stage
      from (select ${before.toISOString()}::timestamptz as before) b, workflow_run r
      left join lateral (
        select name, started_at from workflow_stage
        where run_id = r.id and status in ('running', 'suspended') and started_at is not null order by started_at, place limit 1
      ) s on true
      where r.status in ('running', 'suspended') and not r.demo
        and (s.started_at < before or (r.status = 'running' and r.started_at < before))
      order by since limit ${most}`),
  ).map((row) => ({ ...row, since: new Date(row.since) }));
