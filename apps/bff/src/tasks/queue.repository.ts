import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/** Work of the team that counts, as in figures.repository.ts; never the demo fleet's. */
const counted = sql`scope = 'team' and not demo and (file is null or file ->> 'problem' is null)`;

export type QueuedTask = { id: string; title: string; createdAt: Date };
export type Queue = { pending: number; oldest: QueuedTask[] };

const mostNamed = 20;

/** How many tasks wait for an agent, and those that wait longest, the oldest first. */
export const queueOf = async (db: Db): Promise<Queue> => {
  const rows = rowsOf<{ id: string; title: string; at: string | Date; pending: number }>(
    await db.execute(sql`
      select id, title, created_at as at, (count(*) over ())::int as pending from task
      where ended_at is null and status = 'pending' and ${counted} order by created_at, id limit ${mostNamed}`),
  );
  return { pending: rows[0]?.pending ?? 0, oldest: rows.map(({ id, title, at }) => ({ id, title, createdAt: new Date(at) })) };
};

export type EndedTasks = { completed: number; failed: number; lastFailed: { id: string; title: string; error: string | null }[] };

/** What ended in a window, and what failed last in it. */
export const endedIn = async (db: Db, { from, to }: { from: Date; to: Date }): Promise<EndedTasks> => {
  const within = sql`ended_at >= ${from.toISOString()}::timestamptz and ended_at < ${to.toISOString()}::timestamptz and ${counted}`;
  const counts = new Map(
    rowsOf<{ status: string; count: number }>(
      await db.execute(sql`select status, count(*)::int as count from task where ${within} group by status`),
    ).map(({ status, count }) => [status, count]),
  );
  const failed = counts.get("failed") ?? 0;
  const lastFailed =
    failed === 0
      ? []
      : rowsOf<EndedTasks["lastFailed"][number]>(
          await db.execute(sql`
            select id, title, left(error, 200) as error from task where status = 'failed' and ${within} order by ended_at desc, id limit ${mostNamed}`),
        );
  return { completed: counts.get("completed") ?? 0, failed, lastFailed };
};
