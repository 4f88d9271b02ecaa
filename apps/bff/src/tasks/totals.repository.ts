import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { readSpreads, readTallies, within, type Span, type Spread, type Tally } from "../platform/db/tallies.ts";

/** Work of the team, never the demo fleet's: as in figures.repository.ts. */
const counted = sql`scope = 'team' and not demo and (file is null or file ->> 'problem' is null)`;

/** What ended in a span, by how and whose role; and how long it took from start to end, in seconds. */
export const endedTotals = async (db: Db, span: Span, bounds: readonly number[]): Promise<{ ended: Tally[]; durations: Spread[] }> => {
  const [ended, durations] = await Promise.all([
    readTallies(db, {
      rows: sql`select status, coalesce(role, '') as role from task where ${within("ended_at", span)} and ${counted}`,
      labels: ["status", "role"],
    }),
    readSpreads(db, {
      rows: sql`select status, extract(epoch from ended_at - started_at) as seconds from task
        where started_at is not null and status in ('completed', 'failed') and ${within("ended_at", span)} and ${counted}`,
      labels: ["status"],
      bounds,
    }),
  ]);
  return { ended, durations };
};

export type OpenTask = { id: string; title: string; status: string; agent: string; role: string; progress: number };

/** The open tasks that are longest in work and tell how far they are. */
export const tasksUnderWay = async (db: Db, most: number): Promise<OpenTask[]> =>
  rowsOf<OpenTask>(
    await db.execute(sql`
      select id, title, status, coalesce(agent_name, '') as agent, coalesce(role, '') as role, progress from task
      where ended_at is null and started_at is not null and progress is not null and ${counted} order by started_at, id limit ${most}`),
  );
