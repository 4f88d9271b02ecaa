import { lt, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { hostStarts as table, type StartRow } from "./hosts.table.ts";

export type { StartRow };

/** Each start once, however often it is told. */
export const insertStarts = async (db: Db, rows: readonly StartRow[]): Promise<void> =>
  rows.length === 0
    ? undefined
    : void (await db
        .insert(table)
        .values([...rows])
        .onConflictDoNothing());

/** How often an agent's processes were started on one machine; `sessionId`: its latest run there, where that is known. */
export type Starts = { hostId: string; agent: string; sessionId: string | null; starts: number };

/** Agents whose processes were started more than once since then. */
export const startsSince = async (db: Db, since: Date): Promise<Starts[]> =>
  rowsOf<Starts>(
    await db.execute(sql`
      select host_id as "hostId", agent, (array_agg(session_id order by at desc) filter (where session_id is not null))[1] as "sessionId",
        sum(count)::int as starts
      from host_start where at > ${since.toISOString()}::timestamptz group by host_id, agent having sum(count) > 1`),
  );

export const pruneStarts = async (db: Db, before: Date): Promise<void> => void (await db.delete(table).where(lt(table.at, before)));
