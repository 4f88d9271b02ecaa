import type { Signal } from "@beckon/contracts/signals";
import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { signals as table } from "./signals.table.ts";

export type NewSignal = { key: string; sessionId: string; signal: Signal; receivedAt: Date };

/** The keys of those that were not there before. */
export const insertSignals = async (db: Db, rows: readonly NewSignal[]): Promise<Set<string>> => {
  const column = <T>(of: (row: NewSignal) => T) => sql.param(rows.map(of));
  const inserted = rowsOf<{ key: string }>(
    await db.execute(sql`
      insert into signal (key, session_id, at, received_at, kind, source, task, data)
      select * from unnest(
        ${column(({ key }) => key)}::uuid[], ${column(({ sessionId }) => sessionId)}::text[], ${column(({ signal }) => signal.at)}::timestamptz[],
        ${column(({ receivedAt }) => receivedAt.toISOString())}::timestamptz[], ${column(({ signal }) => signal.kind)}::text[],
        ${column(({ signal }) => signal.source)}::text[], ${column(({ signal }) => signal.task ?? null)}::text[],
        ${column(({ signal }) => JSON.stringify(signal.data))}::jsonb[])
      on conflict do nothing returning replace(key::text, '-', '') as key`),
  );
  return new Set(inserted.map(({ key }) => key));
};

export type StoredSignal = { key: string; at: Date; kind: string; source: string; task: string | null; data: unknown };

/** What one session did, newest first. */
export const listSignals = async (
  db: Db,
  { sessionId, before, limit }: { sessionId: string; before?: { at: Date; key: string }; limit: number },
): Promise<StoredSignal[]> =>
  db
    .select({ key: table.key, at: table.at, kind: table.kind, source: table.source, task: table.task, data: table.data })
    .from(table)
    .where(
      and(
        eq(table.sessionId, sessionId),
        before ? or(lt(table.at, before.at), and(eq(table.at, before.at), lt(table.key, before.key))) : undefined,
      ),
    )
    .orderBy(desc(table.at), desc(table.key))
    .limit(limit);

/** The newest of these kinds of each session, oldest first. */
export const recentSignals = async (
  db: Db,
  { sessionIds, kinds, each }: { sessionIds: string[]; kinds: readonly string[]; each: number },
): Promise<{ sessionId: string; at: Date; kind: string; data: unknown }[]> =>
  sessionIds.length === 0
    ? []
    : rowsOf<{ session_id: string; at: string; kind: string; data: unknown }>(
        await db.execute(sql`
          select told.session_id, told.at::text, told.kind, told.data
          from unnest(${sql.param(sessionIds)}::text[]) as wanted(id)
          cross join lateral (
            select * from signal where session_id = wanted.id and kind = any(${sql.param(kinds)}::text[]) order by at desc, key desc limit ${each}
          ) as told
          order by told.at, told.key`),
      ).map(({ session_id: sessionId, at, kind, data }) => ({ sessionId, at: new Date(at), kind, data }));

/** Forgets what was received before; how many went. A bounded number at once, so that nobody waits long behind it. */
export const pruneSignals = async (db: Db, before: Date, limit: number): Promise<number> =>
  rowsOf<{ key: string }>(
    await db.execute(
      sql`delete from signal where key in (select key from signal where received_at < ${before.toISOString()}::timestamptz limit ${limit}) returning key`,
    ),
  ).length;

/** How many of these sessions' there were. */
export const deleteSignals = async (db: Db, sessionIds: string[]): Promise<number> =>
  (await db.delete(table).where(inArray(table.sessionId, sessionIds)).returning({ key: table.key })).length;
