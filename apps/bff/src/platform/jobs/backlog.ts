import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";

export type Backlog = { queue: string; seconds: number; due: number };

/** Queues with jobs that are due and were not begun, the longest waiting first; by the database's clock. */
export const backlog = async (db: Db): Promise<Backlog[]> =>
  rowsOf<Backlog>(
    await db.execute(sql`
      select name as queue, extract(epoch from now() - min(start_after))::float8 as seconds, count(*)::int as due
      from jobs.job where state < 'active' and start_after <= now() group by name order by 2 desc limit 20`),
  );
