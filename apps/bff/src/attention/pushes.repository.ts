import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { attentionPushes as table } from "./attention.table.ts";
import type { Scope } from "./attention.types.ts";

/** A notification that is there already was shown before: it stays as it is. */
export const insertPushes = async (db: Db, rows: (typeof table.$inferInsert)[]): Promise<void> => {
  if (rows.length > 0) await db.insert(table).values(rows).onConflictDoNothing();
};

/** When notifications were shown that stand in no pack, by the request they are about. */
export const readLoosePushes = async (
  db: Db,
  { from, to, demo }: Scope,
): Promise<{ requestId: string; agentId: string; project: string; at: number }[]> =>
  rowsOf(
    await db.execute(sql`
      select p.request_id as "requestId", w.agent_id as "agentId", w.project, p.at::float8 as at
      from attention_push p join attention_wait w on w.request_id = p.request_id
      where not p.packed and p.at >= ${from} and p.at < ${to} and w.demo = ${demo}`),
  );

/** Since when notifications are counted at all. */
export const countedSince = async (db: Db): Promise<number | null> =>
  rowsOf<{ since: number | null }>(await db.execute(sql`select min(at)::float8 as since from attention_push`))[0]?.since ?? null;
