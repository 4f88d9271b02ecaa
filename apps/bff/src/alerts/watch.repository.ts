import type { AlertKind } from "@beckon/contracts/alert-kinds";
import { desc, lt, not, sql, type SQLWrapper } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { alertClock, alertEvaluations, alertWatches as table, type LatestReading, type WatchRow } from "./alerts.table.ts";

export type { LatestReading, WatchRow };

const clockId = "alerts";

type Slot = { slot: number; at: Date };

/** What clocks of several machines may be apart. */
const mostApart = sql.raw("300");

/**
 * Later than the last, by a clock that is not far ahead of the database's where the last was not. Or much earlier, where the
 * last was by a clock far ahead of it: that was put right since, and nobody shall wait until the same time comes again.
 */
const isNext = ({ slot, at }: Slot) => {
  const ahead = (moment: SQLWrapper) => sql`extract(epoch from ${moment} - clock_timestamp())`;
  const [last, next] = [ahead(alertClock.at), ahead(sql`${at.toISOString()}::timestamptz`)];
  return sql`((${alertClock.slot} < ${slot} and not (${next} > ${mostApart} and abs(${last}) <= ${mostApart}))
    or (${alertClock.slot} > ${slot} + 10 and ${last} > ${mostApart} and abs(${next}) <= ${mostApart}))`;
};

/** Whether nobody has looked in this interval yet. */
export const isDue = async (db: Db, next: Slot): Promise<boolean> => (await db.$count(alertClock, not(isNext(next)))) === 0;

/**
 * Moves the clock on, in the transaction that writes what was found: of all who try for one interval one succeeds, and
 * a clock that is wrong has nothing to add. Who comes second waits here for the first.
 */
export const takeSlot = async (db: Db, { slot, at, readings }: { slot: number; at: Date; readings: LatestReading[] }): Promise<boolean> =>
  (
    await db
      .insert(alertClock)
      .values({ id: clockId, slot, at, readings })
      .onConflictDoUpdate({ target: alertClock.id, set: { slot, at, readings }, setWhere: isNext({ slot, at }) })
      .returning({ slot: alertClock.slot })
  ).length > 0;

export const readClock = async (db: Db) => (await db.select().from(alertClock))[0];

export type Evaluation = typeof alertEvaluations.$inferSelect;
/** One of the same interval, by a clock that was wrong, gives way. */
export const insertEvaluation = async (db: Db, row: Evaluation): Promise<void> =>
  void (await db.insert(alertEvaluations).values(row).onConflictDoUpdate({ target: alertEvaluations.slot, set: row }));
export const latestEvaluations = (db: Db, most: number): Promise<Evaluation[]> =>
  db.select().from(alertEvaluations).orderBy(desc(alertEvaluations.slot)).limit(most);
export const pruneEvaluations = async (db: Db, before: Date): Promise<void> =>
  void (await db.delete(alertEvaluations).where(lt(alertEvaluations.at, before)));

export const listWatches = (db: Db): Promise<WatchRow[]> => db.select().from(table);

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** As they are now; in one statement, however many. */
export const putWatches = async (db: Db, rows: readonly WatchRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const json = rows.map((row) => ({
    ...{ kind: row.kind, key: row.key, subject: row.subject, state: row.state, flaps: row.flaps, value: row.value },
    ...{ since: iso(row.since), clear_since: iso(row.clearSince), no_reading_since: iso(row.noReadingSince), alert_id: row.alertId },
  }));
  await db.execute(sql`
    insert into alert_watch (kind, key, subject, state, since, clear_since, no_reading_since, flaps, value, alert_id)
    select kind, key, subject, state, since, clear_since, no_reading_since, flaps, value, alert_id from jsonb_to_recordset(${JSON.stringify(json)}::jsonb)
      as x(kind text, key text, subject jsonb, state text, since timestamptz, clear_since timestamptz, no_reading_since timestamptz, flaps int, value float8, alert_id text)
    on conflict (kind, key) do update set subject = excluded.subject, state = excluded.state, since = excluded.since, clear_since = excluded.clear_since,
      no_reading_since = excluded.no_reading_since, flaps = excluded.flaps, value = excluded.value, alert_id = excluded.alert_id`);
};

export const deleteWatches = async (db: Db, rows: readonly Pick<WatchRow, "kind" | "key">[]): Promise<void> => {
  for (const [kind, own] of Map.groupBy(rows, (row) => row.kind))
    await db.delete(table).where(sql`${table.kind} = ${kind} and ${table.key} = any(${sql.param(own.map(({ key }) => key))}::text[])`);
};

/** How many subjects are beyond their threshold and have not fired, by kind. */
export const countPending = async (db: Db): Promise<{ kind: AlertKind; count: number }[]> =>
  rowsOf<{ kind: AlertKind; count: number }>(
    await db.execute(sql`select kind, count(*)::int as count from alert_watch where state = 'pending' group by kind`),
  );
