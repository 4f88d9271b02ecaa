import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import type { CountedFile } from "./lanes.ts";
import { workFiles as files, type WorkFileRow } from "./work-directories.table.ts";

/** Files of paths that are free: what stood there was taken away in the same transaction. */
export const insertFiles = async (db: Db, rows: readonly WorkFileRow[]): Promise<void> => {
  if (rows.length > 0) await db.insert(files).values([...rows]);
};

/** Takes files away, and says what they counted. */
export const takeFiles = async (db: Db, directoryId: string, paths: readonly string[]): Promise<CountedFile[]> =>
  paths.length === 0
    ? []
    : db
        .delete(files)
        .where(and(eq(files.directoryId, directoryId), sql`${files.path} = any(${sql.param([...new Set(paths)])}::text[])`))
        .returning({ lane: files.lane, tasks: files.tasks, problem: files.problem });

export const listFiles = async (db: Db, directoryId: string): Promise<[path: string, hash: string][]> =>
  (await db.select({ path: files.path, hash: files.hash }).from(files).where(eq(files.directoryId, directoryId))).map(({ path, hash }) => [
    path,
    hash,
  ]);

export const findFile = async (db: Db, directoryId: string, path: string): Promise<{ hash: string } | undefined> =>
  (
    await db
      .select({ hash: files.hash })
      .from(files)
      .where(and(eq(files.directoryId, directoryId), eq(files.path, path)))
  )[0];
