import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { readTallies, within, type Span, type Tally } from "../db/tallies.ts";

/** `oldestSeconds`: how long the one that is longest due has not been begun; null where none is due. */
export type JobStanding = { jobs: Tally[]; oldestSeconds: number | null };

/** Jobs that are not over, by queue: waiting for their moment, due, tried again, under way. By the database's clock. */
export const jobStanding = async (db: Db): Promise<JobStanding> => {
  const jobs = await readTallies(db, {
    rows: sql`select name as queue, case when state = 'created' and start_after > now() then 'postponed' when state = 'created' then 'due' else state::text end as state
      from jobs.job where state < 'completed'`,
    labels: ["queue", "state"],
  });
  const [oldest] = rowsOf<{ seconds: number | null }>(
    await db.execute(sql`
      select extract(epoch from now() - min(start_after))::float8 as seconds from jobs.job where state in ('created', 'retry') and start_after <= now()`),
  );
  return { jobs, oldestSeconds: oldest?.seconds ?? null };
};

/** Jobs that ended in a span, by queue and by how. They are kept for a day. */
export const endedJobs = (db: Db, span: Span): Promise<Tally[]> =>
  readTallies(db, {
    rows: sql`select name as queue, state::text as outcome from jobs.job where state in ('completed', 'failed') and ${within("completed_on", span)}`,
    labels: ["queue", "outcome"],
  });

/** Bytes of the whole database on its disk. */
export const databaseBytes = async (db: Db): Promise<number> =>
  rowsOf<{ bytes: number }>(await db.execute(sql`select pg_database_size(current_database())::float8 as bytes`))[0]?.bytes ?? 0;
