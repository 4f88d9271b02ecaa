import type { SpendAlarm } from "@beckon/contracts/budgets";
import { and, desc, eq, gt, inArray, isNull, lt, or } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { spendAlarms as table, type AlarmRow } from "./budgets.table.ts";

export type { AlarmRow };

/** Whether it is new: of many who see the same, one tells of it. */
export const insertAlarm = async (db: Db, row: AlarmRow): Promise<boolean> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning({ id: table.id })).length > 0;

export const openSilence = async (db: Db): Promise<AlarmRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.kind, "no_data"), isNull(table.until)))
  )[0];

/** Whether it was open until now. */
export const endAlarm = async (db: Db, id: string, until: Date): Promise<boolean> =>
  (
    await db
      .update(table)
      .set({ until })
      .where(and(eq(table.id, id), isNull(table.until)))
      .returning({ id: table.id })
  ).length > 0;

export const findAlarms = (db: Db, ids: readonly string[]): Promise<AlarmRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

/** What stands, and what happened since; newest first. */
export const recentAlarms = (db: Db, since: Date, most: number): Promise<AlarmRow[]> =>
  db
    .select()
    .from(table)
    .where(or(gt(table.at, since), and(eq(table.kind, "no_data"), isNull(table.until))))
    .orderBy(desc(table.at), desc(table.id))
    .limit(most);

export const pruneAlarms = async (db: Db, before: Date): Promise<void> => void (await db.delete(table).where(lt(table.at, before)));

export const toAlarm = (row: AlarmRow): SpendAlarm => ({
  id: row.id,
  kind: row.kind,
  scope: row.scope,
  at: row.at.toISOString(),
  ...(row.until ? { until: row.until.toISOString() } : {}),
  ...(row.hour ? { hour: row.hour } : {}),
  ...(row.silence ? { silence: row.silence } : {}),
});
