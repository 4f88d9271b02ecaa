import { and, asc, desc, eq, inArray, lte, ne, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { workDirectories as directories, type WorkDirectoryRow } from "./work-directories.table.ts";

export type { WorkDirectoryRow };

type Told = Omit<WorkDirectoryRow, "revision" | "folders" | "lanes" | "watching">;

/** The directory by who watches it where; made when it is new. What is known of its files stays. */
export const upsertDirectory = async (db: Db, told: Told): Promise<WorkDirectoryRow> => {
  const { name, writable, demo, lastSeenAt } = told;
  const [row] = await db
    .insert(directories)
    .values({ ...told, folders: [], lanes: [] })
    .onConflictDoUpdate({
      target: [directories.ownerId, directories.host, directories.path],
      set: { name, writable, demo, lastSeenAt, watching: true },
    })
    .returning();
  return row as WorkDirectoryRow;
};

type Place = { host: string; path: string; ownerId: string };

/** Directories of the same place that came with other tokens, locked; the last one heard of first. */
export const lockOthersAt = (
  db: Db,
  { host, path, ownerId, demo }: Place & { demo: boolean },
): Promise<{ id: string; ownerId: string }[]> =>
  db
    .select({ id: directories.id, ownerId: directories.ownerId })
    .from(directories)
    .where(and(eq(directories.host, host), eq(directories.path, path), ne(directories.ownerId, ownerId), eq(directories.demo, demo)))
    .orderBy(desc(directories.lastSeenAt), directories.id)
    .for("update");

export const ownsDirectoryAt = async (db: Db, { host, path, ownerId }: Place): Promise<boolean> => {
  const mine = and(eq(directories.host, host), eq(directories.path, path), eq(directories.ownerId, ownerId));
  return (await db.select({ id: directories.id }).from(directories).where(mine)).length > 0;
};

export const handOver = async (db: Db, id: string, ownerId: string): Promise<void> =>
  void (await db.update(directories).set({ ownerId }).where(eq(directories.id, id)));

export const findDirectories = (db: Db, ids: string[]): Promise<WorkDirectoryRow[]> =>
  db.select().from(directories).where(inArray(directories.id, ids));

export const listDirectories = (db: Db, most: number): Promise<WorkDirectoryRow[]> =>
  db.select().from(directories).orderBy(asc(directories.name), asc(directories.id)).limit(most);

/** One directory of this token's, or of anybody's where none is given. */
export const findDirectory = async (db: Db, id: string, ownerId?: string): Promise<WorkDirectoryRow | undefined> => {
  const [row] = await db
    .select()
    .from(directories)
    .where(and(eq(directories.id, id), ownerId === undefined ? undefined : eq(directories.ownerId, ownerId)));
  return row;
};

/** Locks the row until the transaction ends: tellings of one directory follow one another. */
export const lockDirectory = async (db: Db, id: string, ownerId: string): Promise<WorkDirectoryRow | undefined> => {
  const [row] = await db
    .select()
    .from(directories)
    .where(and(eq(directories.id, id), eq(directories.ownerId, ownerId)))
    .for("update");
  return row;
};

type Changes = Partial<Pick<WorkDirectoryRow, "revision" | "folders" | "lanes" | "watching" | "lastSeenAt">>;
export const updateDirectory = async (db: Db, id: string, changes: Changes): Promise<void> =>
  void (await db.update(directories).set(changes).where(eq(directories.id, id)));

/** A sign of life; says whether nobody had followed the directory before. */
export const touchDirectory = async (db: Db, id: string, now: Date): Promise<{ revived: boolean }> => {
  const revived = await db
    .update(directories)
    .set({ watching: true, lastSeenAt: now })
    .where(and(eq(directories.id, id), eq(directories.watching, false)))
    .returning({ id: directories.id });
  if (revived.length === 0) await db.update(directories).set({ lastSeenAt: now }).where(eq(directories.id, id));
  return { revived: revived.length > 0 };
};

/** Marks it as left alone if nothing was heard since `before`; else when it was heard last, if it is still followed. */
export const markSilent = async (db: Db, id: string, before: Date): Promise<{ silent: boolean; lastSeenAt?: Date }> => {
  const silent = await db
    .update(directories)
    .set({ watching: false })
    .where(and(eq(directories.id, id), eq(directories.watching, true), lte(directories.lastSeenAt, before)))
    .returning({ id: directories.id });
  if (silent.length > 0) return { silent: true };
  const row = await findDirectory(db, id);
  return row?.watching ? { silent: false, lastSeenAt: row.lastSeenAt } : { silent: false };
};

export const deleteDirectories = async (db: Db, where: { ids: string[] } | { ownerIds: string[] }): Promise<string[]> => {
  const those = "ids" in where ? inArray(directories.id, where.ids) : inArray(directories.ownerId, where.ownerIds);
  const rows = await db.delete(directories).where(those).returning({ id: directories.id });
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  await db.execute(sql`delete from work_file where directory_id in ${ids}`);
  await db.execute(sql`delete from file_edit where directory_id in ${ids}`);
  return ids;
};
