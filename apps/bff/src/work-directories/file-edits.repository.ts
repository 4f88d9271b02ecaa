import type { FileEdit } from "@beckon/contracts/work-directories";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { fileEdits as edits } from "./work-directories.table.ts";

export type EditPlace = { directoryId: string; path: string; document: number };

/** At most so many are handed out at once; the next ones come with the next poll. */
const mostAtOnce = 100;

export const insertEdit = async (db: Db, edit: EditPlace & FileEdit & { requestedAt: Date }): Promise<void> =>
  void (await db.insert(edits).values({ ...edit, status: edit.status ?? null, priority: edit.priority ?? null }));

export const listEdits = async (db: Db, directoryId: string): Promise<FileEdit[]> => {
  const rows = await db
    .select()
    .from(edits)
    .where(eq(edits.directoryId, directoryId))
    .orderBy(asc(edits.requestedAt), asc(edits.id))
    .limit(mostAtOnce);
  return rows.map(({ id, path, hash, document, status, priority }) => ({
    id,
    path,
    hash,
    document,
    ...(status === null ? {} : { status: status as NonNullable<FileEdit["status"]> }),
    ...(priority === null ? {} : { priority: priority as NonNullable<FileEdit["priority"]> }),
  }));
};

/** What is asked of a file goes with it to its new place. */
export const moveEdits = async (db: Db, directoryId: string, moves: readonly { from: string; to: string }[]): Promise<void> => {
  const [from, to] = [moves.map((move) => move.from), moves.map((move) => move.to)];
  await db.execute(sql`
    update file_edit set path = place.moved from unnest(${sql.param(from)}::text[], ${sql.param(to)}::text[]) as place (stood, moved)
    where directory_id = ${directoryId} and path = place.stood`);
};

/** The edit, which is over now; nothing when it was before. */
export const takeEdit = async (db: Db, directoryId: string, id: string): Promise<EditPlace | undefined> =>
  (
    await db
      .delete(edits)
      .where(and(eq(edits.directoryId, directoryId), eq(edits.id, id)))
      .returning({ directoryId: edits.directoryId, path: edits.path, document: edits.document })
  )[0];
