import type { WorkFile } from "@beckon/contracts/work-directories";
import { and, eq, inArray, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { workFiles as files } from "./work-directories.table.ts";

export const putFiles = async (db: Db, directoryId: string, told: readonly WorkFile[]): Promise<void> => {
  if (told.length === 0) return;
  const rows = told.map(({ path, lane, hash, tasks, problem }) => ({
    directoryId,
    path,
    lane,
    hash,
    tasks: tasks.length,
    problem: problem ?? null,
  }));
  const of = (name: string) => sql.raw(`excluded.${name}`);
  await db
    .insert(files)
    .values(rows)
    .onConflictDoUpdate({
      target: [files.directoryId, files.path],
      set: { lane: of("lane"), hash: of("hash"), tasks: of("tasks"), problem: of("problem") },
    });
};

export const deleteFiles = async (db: Db, directoryId: string, paths: string[]): Promise<void> => {
  if (paths.length > 0) await db.delete(files).where(and(eq(files.directoryId, directoryId), inArray(files.path, paths)));
};

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

export type LaneCount = { directoryId: string; lane: string; files: number; tasks: number; unreadable: number };

export const countLanes = async (db: Db, directoryIds: string[]): Promise<LaneCount[]> => {
  if (directoryIds.length === 0) return [];
  const rows = rowsOf<{ directory_id: string; lane: string; files: number; tasks: number; unreadable: number }>(
    await db.execute(sql`
      select directory_id, lane, count(*)::int as files, coalesce(sum(tasks), 0)::int as tasks, count(problem)::int as unreadable
      from work_file where directory_id in ${directoryIds} group by directory_id, lane`),
  );
  return rows.map(({ directory_id: directoryId, ...rest }) => ({ directoryId, ...rest }));
};
