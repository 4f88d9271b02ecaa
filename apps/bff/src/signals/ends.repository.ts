import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

export type RunEnd = { sessionId: string; at: Date; failed: boolean; error: string | null };

/** The first thing each of these runs told that it was done with: a turn after which nothing ran on, or itself. */
export const firstEnds = async (db: Db, sessionIds: readonly string[]): Promise<RunEnd[]> =>
  sessionIds.length === 0
    ? []
    : rowsOf<Omit<RunEnd, "at"> & { at: string | Date }>(
        await db.execute(sql`
          select told.* from unnest(${sql.param(sessionIds)}::text[]) as wanted(id) cross join lateral (
            select session_id as "sessionId", at, coalesce((data ->> 'failed')::boolean, false) as failed, data ->> 'error' as error
            from signal where session_id = wanted.id and (kind = 'session.ended' or (kind = 'turn.ended' and coalesce((data ->> 'running')::int, 0) = 0))
            order by at, key limit 1) as told`),
      ).map((row) => ({ ...row, at: new Date(row.at) }));
