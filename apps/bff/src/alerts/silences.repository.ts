import { and, desc, eq, gt, inArray, lt } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { alertSilences as table, type SilenceRow } from "./alerts.table.ts";

export type { SilenceRow };

export const listSilences = (db: Db, now: Date): Promise<SilenceRow[]> =>
  db.select().from(table).where(gt(table.until, now)).orderBy(desc(table.from), desc(table.id));

export const findSilences = (db: Db, ids: readonly string[]): Promise<SilenceRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

export const lockSilence = async (db: Db, id: string): Promise<SilenceRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

export const findSilenceByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<SilenceRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

/** Nothing where another of the same key was faster. */
export const insertSilence = async (db: Db, row: SilenceRow): Promise<SilenceRow | undefined> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning())[0];

export const updateSilence = async (db: Db, id: string, change: Partial<SilenceRow>): Promise<SilenceRow> =>
  (await db.update(table).set(change).where(eq(table.id, id)).returning())[0] as SilenceRow;

/** Those that are over since then; what they silenced stays in the history. */
export const pruneSilences = async (db: Db, before: Date): Promise<string[]> =>
  (await db.delete(table).where(lt(table.until, before)).returning({ id: table.id })).map(({ id }) => id);
