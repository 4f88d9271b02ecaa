import type { Signal } from "@beckon/contracts/signals";
import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { jsonColumn } from "../platform/db/json-column.ts";
import { rowsOf, type Db, type Work } from "../platform/db/database.ts";
import { statement } from "../platform/db/statement.ts";
import { signals as table } from "./signals.table.ts";

export type NewSignal = { key: string; sessionId: string; signal: Signal };

type Inserting = {
  receivedAt: string;
  keys: string[];
  sessionIds: string[];
  at: string[];
  kinds: string[];
  sources: string[];
  tasks: (string | null)[];
  data: string;
  count: number;
};
const inserting = statement<Inserting, { keys: string[] | null }>(
  "insert_signals",
  sql`
    with fresh as (
      insert into signal (key, session_id, at, kind, source, task, data, received_at)
      select *, ${sql.placeholder("receivedAt")}::timestamptz from rows from (unnest(
        ${sql.placeholder("keys")}::uuid[], ${sql.placeholder("sessionIds")}::text[], ${sql.placeholder("at")}::timestamptz[],
        ${sql.placeholder("kinds")}::text[], ${sql.placeholder("sources")}::text[], ${sql.placeholder("tasks")}::text[]),
        jsonb_array_elements(${sql.placeholder("data")}::jsonb))
      on conflict do nothing returning key)
    select case when count(*) < ${sql.placeholder("count")}::int then coalesce(array_agg(replace(key::text, '-', '')), '{}') end as keys
    from fresh`,
);

/** The keys of those that were not there before: told one by one only where there were some, for mostly there are none. */
export const insertSignals = async (work: Work, rows: readonly NewSignal[], receivedAt: Date): Promise<Set<string>> => {
  const [inserted] = await work.ask(inserting, {
    receivedAt: receivedAt.toISOString(),
    keys: rows.map(({ key }) => key),
    sessionIds: rows.map(({ sessionId }) => sessionId),
    at: rows.map(({ signal }) => signal.at),
    kinds: rows.map(({ signal }) => signal.kind),
    sources: rows.map(({ signal }) => signal.source),
    tasks: rows.map(({ signal }) => signal.task ?? null),
    data: jsonColumn(rows.map(({ signal }) => signal.data)),
    count: rows.length,
  });
  return new Set(inserted?.keys ?? rows.map(({ key }) => key));
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

export type Heard = { sessionId: string; at: Date; receivedAt: Date; limitAt?: Date; limit?: string };

/**
 * Of each run the word that came last, by this server's clock, with the time that it told; and the newest limit since then
 * that no work followed. What a machine's runner says of its processes is no word of theirs.
 */
export const heardOf = async (db: Db, sessionIds: string[], since: Date): Promise<Heard[]> =>
  sessionIds.length === 0
    ? []
    : rowsOf<{ id: string; at: string; received: string; limit_at: string | null; said: string | null }>(
        await db.execute(sql`
          select wanted.id, told.at::text, told.received_at::text as received, hit.at::text as limit_at,
            coalesce(hit.data ->> 'message', hit.data ->> 'what') as said
          from unnest(${sql.param(sessionIds)}::text[]) as wanted(id)
          cross join lateral (
            select * from (select at, received_at, source from signal where session_id = wanted.id order by at desc, key desc limit 60) as newest
            where source <> 'beckon-host' order by received_at desc, at desc limit 1
          ) as told
          left join lateral (
            select at, data from signal where session_id = wanted.id and kind = 'limit.hit' and at > ${since.toISOString()}::timestamptz
              and not exists (select 1 from signal later where later.session_id = wanted.id and later.at > signal.at
                and later.kind in ('model.called', 'tool.started', 'tool.ended', 'turn.started', 'file.edited'))
            order by at desc limit 1
          ) as hit on true`),
      ).map(({ id, at, received, limit_at, said }) => ({
        sessionId: id,
        at: new Date(at),
        receivedAt: new Date(received),
        ...(limit_at === null ? {} : { limitAt: new Date(limit_at), limit: said ?? "" }),
      }));

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
