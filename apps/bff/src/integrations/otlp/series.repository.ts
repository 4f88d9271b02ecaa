import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../../platform/db/database.ts";
import { otlpMarks, otlpSeries } from "./series.table.ts";

/** One run of a counter: its curve, and when the counter began. */
export type RunKey = { series: string; startNano: bigint };
export type Stand = RunKey & { timeNano: bigint; amount: number; seenAt: Date };

type Row = { series: string; start_nano: string; time_nano: string; amount: string; seen_at: string };

/** Where the runs stand, locked in one order for all callers; one that was not known stands at 0. */
export const lockStands = async (
  db: Db,
  { ownerId, runs, now }: { ownerId: string; runs: readonly RunKey[]; now: Date },
): Promise<Stand[]> => {
  const series = sql.param(runs.map((run) => run.series));
  const starts = sql.param(runs.map((run) => String(run.startNano)));
  await db.execute(sql`
    insert into ${otlpSeries} (owner_id, series, start_nano, time_nano, amount, seen_at)
    select ${ownerId}, run.series, run.start_nano, -1, 0, ${now.toISOString()}::timestamptz
    from unnest(${series}::uuid[], ${starts}::bigint[]) as run (series, start_nano)
    order by 2, 3
    on conflict do nothing`);
  const rows = rowsOf<Row>(
    await db.execute(sql`
      select stand.series, stand.start_nano::text, stand.time_nano::text, stand.amount::text, to_json(stand.seen_at) #>> '{}' as seen_at
      from ${otlpSeries} stand
      join unnest(${series}::uuid[], ${starts}::bigint[]) as run (series, start_nano)
        on stand.series = run.series and stand.start_nano = run.start_nano
      where stand.owner_id = ${ownerId}
      order by stand.series, stand.start_nano
      for update of stand`),
  );
  return rows.map((row) => ({
    series: row.series.replaceAll("-", ""),
    startNano: BigInt(row.start_nano),
    timeNano: BigInt(row.time_nano),
    amount: Number(row.amount),
    seenAt: new Date(row.seen_at),
  }));
};

export const saveStands = async (
  db: Db,
  { ownerId, stands, now }: { ownerId: string; stands: readonly Stand[]; now: Date },
): Promise<void> => {
  if (stands.length === 0) return;
  const column = (pick: (stand: Stand) => unknown) => sql.param(stands.map((stand) => String(pick(stand))));
  await db.execute(sql`
    update ${otlpSeries} stand set time_nano = news.time_nano, amount = news.amount, seen_at = ${now.toISOString()}::timestamptz
    from unnest(
      ${column(({ series }) => series)}::uuid[],
      ${column(({ startNano }) => startNano)}::bigint[],
      ${column(({ timeNano }) => timeNano)}::bigint[],
      ${column(({ amount }) => amount)}::bigint[]
    ) as news (series, start_nano, time_nano, amount)
    where stand.owner_id = ${ownerId} and stand.series = news.series and stand.start_nano = news.start_nano`);
};

/** Which of the keys are marked. */
export const findMarks = async (db: Db, ownerId: string, keys: readonly string[]): Promise<Set<string>> => {
  if (keys.length === 0) return new Set();
  const rows = await db
    .select({ key: otlpMarks.key })
    .from(otlpMarks)
    .where(and(eq(otlpMarks.ownerId, ownerId), inArray(otlpMarks.key, [...keys])));
  return new Set(rows.map(({ key }) => key));
};

export const insertMarks = async (
  db: Db,
  { ownerId, keys, now }: { ownerId: string; keys: readonly string[]; now: Date },
): Promise<void> => {
  if (keys.length === 0) return;
  await db
    .insert(otlpMarks)
    .values(keys.toSorted().map((key) => ({ ownerId, key, seenAt: now })))
    .onConflictDoNothing();
};

export const pruneSeries = async (db: Db, before: Date): Promise<void> => {
  await db.delete(otlpSeries).where(lt(otlpSeries.seenAt, before));
  await db.delete(otlpMarks).where(lt(otlpMarks.seenAt, before));
};

export const deleteSeries = async (db: Db, ownerIds: string[]): Promise<void> => {
  await db.delete(otlpSeries).where(inArray(otlpSeries.ownerId, ownerIds));
  await db.delete(otlpMarks).where(inArray(otlpMarks.ownerId, ownerIds));
};
