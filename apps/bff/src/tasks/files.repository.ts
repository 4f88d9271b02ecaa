import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { tasks as table, type TaskRow } from "./tasks.table.ts";

export const rowsOfFiles = async (db: Db, directoryId: string, paths: readonly string[] | "all"): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.directoryId, directoryId), paths === "all" ? undefined : inArray(table.filePath, [...paths])))
    .orderBy(table.id)
    .for("update");

export const setOwnerOfDirectory = async (db: Db, directoryId: string, ownerId: string): Promise<void> =>
  void (await db.update(table).set({ ownerId }).where(eq(table.directoryId, directoryId)));

/** Whether its files may be changed from here; those of which that is news. */
export const setWritable = async (
  db: Db,
  { directoryId, writable, now }: { directoryId: string; writable: boolean; now: Date },
): Promise<string[]> =>
  (
    await db
      .update(table)
      .set({
        file: sql`jsonb_set(${table.file}, '{writable}', to_jsonb(${writable}::boolean))`,
        updatedAt: now,
        version: sql`${table.version} + 1`,
      })
      .where(and(eq(table.directoryId, directoryId), sql`${table.file} -> 'writable' <> to_jsonb(${writable}::boolean)`))
      .returning({ id: table.id })
  ).map(({ id }) => id);

/** Which tasks of a directory its files call so. */
export const findFileKeys = async (db: Db, directoryId: string, keys: readonly string[]): Promise<Map<string, string>> => {
  if (keys.length === 0) return new Map();
  const rows = await db
    .select({ id: table.id, key: table.key })
    .from(table)
    .where(and(eq(table.directoryId, directoryId), inArray(table.key, [...keys])))
    .orderBy(table.filePath);
  return new Map(rows.flatMap(({ id, key }) => (key === null ? [] : [[key, id] as const])));
};

/** Tasks of a directory that depend on one of these names and have not found it, locked. */
export const lockLost = async (db: Db, directoryId: string, keys: readonly string[]): Promise<TaskRow[]> =>
  keys.length === 0
    ? []
    : db
        .select()
        .from(table)
        .where(
          and(
            eq(table.directoryId, directoryId),
            sql`${table.file} ? 'lost'`,
            sql`${table.file} -> 'lost' ?| ${sql.param([...keys])}::text[]`,
          ),
        )
        .orderBy(table.id)
        .for("update");
