import { and, eq, inArray, lt, or, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { modelCallSums as table } from "./model-calls.table.ts";
import { usageSessions } from "./usage.table.ts";

export type CallSum = {
  grain: "minute" | "quarter" | "hour";
  at: number;
  name: string;
  demo: boolean;
  calls: number;
  failed: number;
  timed: number;
  ms: number;
};

/** Adds to the sums; the rows in one order for all writers. */
export const addCallSums = async (db: Db, sums: readonly CallSum[]): Promise<void> => {
  const rows = sums.map((sum) => ({ ...sum, at: new Date(sum.at).toISOString() }));
  await db.execute(sql`
    insert into model_call_sum (grain, at, name, demo, calls, failed, timed, ms)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(grain text, at timestamptz, name text, demo boolean, calls bigint, failed bigint, timed bigint, ms bigint)
    order by grain, at, name, demo
    on conflict (grain, at, name, demo) do update set calls = model_call_sum.calls + excluded.calls, failed = model_call_sum.failed + excluded.failed,
      timed = model_call_sum.timed + excluded.timed, ms = model_call_sum.ms + excluded.ms`);
};

/** Of which of these runs calls are told as events: their spans tell of the same calls once more. */
export const toldByEvents = async (db: Db, sessionIds: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    sessionIds.length === 0
      ? []
      : (
          await db
            .select({ id: usageSessions.sessionId })
            .from(usageSessions)
            .where(and(inArray(usageSessions.sessionId, [...sessionIds]), eq(usageSessions.rank, 4)))
        ).map(({ id }) => id),
  );

export type CallFigure = { name: string; calls: number; failed: number };
/** Agents say who the provider is: more names than this are none. */
const mostProviders = 8;
/** Calls of real agents by provider, in the minutes from `from` on; those that are called most. */
export const callsByProvider = async (db: Db, from: Date): Promise<CallFigure[]> =>
  rowsOf<CallFigure>(
    await db.execute(sql`
      select name, sum(calls)::float8 as calls, sum(failed)::float8 as failed from model_call_sum
      where grain = 'minute' and at >= ${from.toISOString()}::timestamptz and not demo group by name
      order by sum(calls) desc, name limit ${mostProviders}`),
  );

export type CallTimes = { agentId: string; recentN: number; recentMs: number; usualN: number; usualMs: number };
/** How long calls took: of agents that made at least `fewest` in the quarters from `recent` on, beside the hours from `usual` on. */
export const callTimes = async (db: Db, { recent, usual, fewest }: { recent: Date; usual: Date; fewest: number }): Promise<CallTimes[]> =>
  rowsOf<CallTimes>(
    await db.execute(sql`
      with recent as (
        select name, sum(timed::float8) as n, sum(ms::float8) as ms from model_call_sum
        where grain = 'quarter' and at >= ${recent.toISOString()}::timestamptz and not demo group by name having sum(timed) >= ${fewest}
      ), usual as (
        select name, sum(timed::float8) as n, sum(ms::float8) as ms from model_call_sum
        where grain = 'hour' and at >= ${usual.toISOString()}::timestamptz and not demo group by name
      )
      select r.name as "agentId", r.n as "recentN", r.ms as "recentMs", u.n as "usualN", u.ms as "usualMs"
      from recent r join usual u on u.name = r.name`),
  );

const hoursAgo = (now: Date, hours: number) => new Date(now.getTime() - hours * 3_600_000);

/** The demo fleet's: they are in no figure, and go with it. */
export const deleteDemoSums = async (db: Db): Promise<void> => void (await db.delete(table).where(eq(table.demo, true)));

/** Each grain is kept as long as it is asked for. */
export const pruneCallSums = async (db: Db, now: Date): Promise<void> =>
  void (await db
    .delete(table)
    .where(
      or(
        and(eq(table.grain, "minute"), lt(table.at, hoursAgo(now, 2))),
        and(eq(table.grain, "quarter"), lt(table.at, hoursAgo(now, 3))),
        and(eq(table.grain, "hour"), lt(table.at, hoursAgo(now, 26))),
      ),
    ));
