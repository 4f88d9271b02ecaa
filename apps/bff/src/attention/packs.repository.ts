import type { DecisionKind } from "@beckon/contracts/decisions";
import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { attentionPacks as table } from "./attention.table.ts";
import type { Scope } from "./attention.types.ts";
import type { Wait } from "./columns.ts";

type Loose = Wait & { requestId: string };

/** Their notifications are asked for where they are packed together; else they are read by themselves. */
const looseRows = async (db: Db, rest: SQL, pushes = sql`'[]'::json`): Promise<Loose[]> =>
  rowsOf<Loose & { kind: DecisionKind }>(
    await db.execute(sql`
      select w.request_id as "requestId", w.agent_id as "agentId", w.project, w.kind, w.asked_at::float8 as asked, w.ended_at::float8 as ended,
        coalesce(left(w.ended, 1), 'o') as how, w.open_ms::float8 as open, w.answered_at::float8 as answered, coalesce(w.device_id, '') as device,
        w.habit::text as habit, coalesce(left(w.tone, 1), '-') as tone,
        ${pushes} as pushes
      from attention_wait w where not w.packed and ${rest}`),
  );

/** Waits in no pack that were open at any moment of the window. */
export const readLoose = (db: Db, { from, to, demo }: Scope): Promise<Loose[]> =>
  looseRows(db, sql`w.asked_at < ${to} and (w.ended_at >= ${from} or w.ended_at is null) and w.demo = ${demo}`);

/** What tells a pack from every other one, also from one of the same name after it was gone. */
const key = sql.raw("id || '~' || xmin::text as key");

/** The packs with waits that may have been open in the window. */
export const listPacks = async (db: Db, { from, to }: Scope): Promise<{ id: string; key: string }[]> =>
  rowsOf(await db.execute(sql`select id, ${key} from attention_pack where last_at >= ${from} and first_at < ${to} order by first_at, id`));

export const readPacks = async (db: Db, ids: string[]): Promise<{ key: string; body: string }[]> =>
  ids.length === 0 ? [] : rowsOf(await db.execute(sql`select ${key}, body from attention_pack where id = any(${sql.param(ids)}::text[])`));

/** The oldest that are over for good and in no pack yet; one at a time packs. */
export const listToPack = async (db: Db, before: number, limit: number): Promise<Loose[]> => {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('attention.pack', 0))`);
  return looseRows(
    db,
    sql`w.ended_at < ${before} and not w.demo order by w.asked_at, w.request_id limit ${limit}`,
    sql`(select coalesce(json_agg(p.at), '[]') from attention_push p where p.request_id = w.request_id)`,
  );
};

/** Puts the pack in the place of its waits. */
export const insertPack = async (db: Db, pack: typeof table.$inferInsert, requestIds: string[]): Promise<void> => {
  await db.insert(table).values(pack);
  const ids = sql.param(requestIds);
  await db.execute(sql`update attention_push set packed = true where request_id = any(${ids}::text[])`);
  await db.execute(sql`update attention_wait set packed = true where request_id = any(${ids}::text[])`);
};

/** Few rows are left outside: unless the planner hears of it, it goes through all of them. */
export const notePacked = async (db: Db): Promise<void> => void (await db.execute(sql`analyze attention_wait, attention_push`));
