import type { SyncKind } from "@beckon/contracts/sync";
import { sql } from "drizzle-orm";
import { rowsOf, type Db, type Work } from "../platform/db/database.ts";
import { statement } from "../platform/db/statement.ts";
import { feedState } from "./changes.table.ts";
import type { Cursor } from "./cursor.ts";

export type Change = { kind: SyncKind; entityId: string; audience?: string; deleted?: boolean };
export type FeedRow = { xid: bigint; seq: bigint; kind: SyncKind; entityId: string; audience: string | null; deleted: boolean };

const inserting = statement<{ at: string; kinds: string[]; ids: string[]; audiences: (string | null)[]; deleted: boolean[] }>(
  "insert_changes",
  sql`
    insert into change (kind, entity_id, audience, deleted, at)
    select *, ${sql.placeholder("at")}::timestamptz from unnest(${sql.placeholder("kinds")}::text[], ${sql.placeholder("ids")}::text[],
      ${sql.placeholder("audiences")}::text[], ${sql.placeholder("deleted")}::boolean[])`,
);

export const insertChanges = (work: Work, rows: Change[], at: Date): void =>
  work.send(inserting, {
    at: at.toISOString(),
    kinds: rows.map(({ kind }) => kind),
    ids: rows.map(({ entityId }) => entityId),
    audiences: rows.map(({ audience }) => audience ?? null),
    deleted: rows.map(({ deleted }) => deleted ?? false),
  });

type Raw = {
  horizon: string;
  held: boolean;
  xid: string | null;
  seq: string;
  kind: SyncKind;
  entity_id: string;
  audience: string | null;
  deleted: boolean;
};

/**
 * The changes after a cursor, in cursor order, all of them final: everything below `horizon`
 * (the oldest running transaction) has ended. `held` says that newer ones wait behind that bound.
 * One statement, so that bound and rows are of one instant. Only the newest row is asked whether one waits: of "is there
 * any?" the planner expects a quick yes and reads the whole table, and nearly always there is none.
 */
export const readChanges = async (db: Db, after: Pick<Cursor, "xid" | "seq">, limit: number) => {
  const raw = rowsOf<Raw>(
    await db.execute(sql`
      with bound as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon)
      select bound.horizon::text,
             coalesce((select newest.xid >= bound.horizon from change newest order by newest.xid desc, newest.seq desc limit 1), false) as held,
             row.xid::text, row.seq::text, row.kind, row.entity_id, row.audience, row.deleted
      from bound left join lateral (
        select * from change
        where (xid, seq) > (${String(after.xid)}::text::xid8, ${String(after.seq)}::bigint) and xid < bound.horizon
        order by xid, seq limit ${limit}
      ) row on true
      order by row.xid, row.seq`),
  );
  const rows = raw.flatMap((row): FeedRow[] =>
    row.xid === null
      ? []
      : [
          {
            xid: BigInt(row.xid),
            seq: BigInt(row.seq),
            kind: row.kind,
            entityId: row.entity_id,
            audience: row.audience,
            deleted: row.deleted,
          },
        ],
  );
  return { rows, horizon: BigInt(raw[0]?.horizon ?? 0), held: raw[0]?.held ?? false };
};

/** The oldest running transaction: a snapshot read now holds everything below it. */
export const readHorizon = async (db: Db) => {
  const [row] = rowsOf<{ horizon: string }>(await db.execute(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`));
  return BigInt(row?.horizon ?? 0);
};

export const readFeedState = async (db: Db) => {
  const [row] = await db.select().from(feedState).limit(1);
  return row ? { epoch: row.epoch, floor: BigInt(row.floor) } : undefined;
};

/** Whether the feed holds transactions this database has not had yet: it was copied from another one. */
export const isForeign = async (db: Db) => {
  const [row] = rowsOf<{ foreign: boolean }>(
    await db.execute(sql`select coalesce((select max(xid) from change) >= pg_snapshot_xmax(pg_current_snapshot()), false) as foreign`),
  );
  return row?.foreign ?? false;
};

export const startEpoch = async (db: Db, epoch: string) => {
  await db.execute(sql`delete from change`);
  await db.execute(
    sql`insert into feed_state (id, epoch, floor) values ('feed', ${epoch}, '0'::xid8) on conflict (id) do update set epoch = excluded.epoch, floor = excluded.floor`,
  );
};

/** From now on cursors of before mean nothing: whoever has one gets a snapshot. */
export const renewEpoch = async (db: Db, epoch: string): Promise<void> => void (await db.update(feedState).set({ epoch }));

/** Forgets changes of before `before`; cursors that stood there get a snapshot. */
export const pruneChanges = async (db: Db, before: Date) => {
  await db.execute(sql`
    with gone as (delete from change where at < ${before.toISOString()}::timestamptz returning xid)
    update feed_state set floor = greatest(floor, (select max(xid) from gone)) where exists (select 1 from gone)`);
};
