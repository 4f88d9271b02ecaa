import { and, gte, inArray, lt, lte, or, sql } from "drizzle-orm";
import { hash } from "node:crypto";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { editedFiles as table, type EditedFileRow } from "./collisions.table.ts";

export type { EditedFileRow };

const lockClass = 1_667_460_212;
const locks = 512;

/** Holds these places until the transaction ends, in one order for everybody. */
export const lockPlaces = async (db: Db, places: Iterable<string>): Promise<void> => {
  const numbers = new Set([...places].map((place) => hash("sha256", place, "buffer").readUInt16BE(0) % locks));
  if (numbers.size === 0) return;
  const sorted = [...numbers].sort((a, b) => a - b);
  await db.execute(sql`select pg_advisory_xact_lock(${lockClass}::int, number) from unnest(${sql.param(sorted)}::int[]) as number`);
};

/** The same of every place. */
export const lockAllPlaces = async (db: Db): Promise<void> =>
  void (await db.execute(
    sql`select pg_advisory_xact_lock(${lockClass}::int, number) from generate_series(0, ${locks - 1}::int) as number`,
  ));

type Asked = {
  keys: readonly string[];
  spots: readonly string[];
  own: readonly { sessionId: string; file: string }[];
  from: Date;
  to: Date;
};

/** Who edited what lies at these places in that time; and these rows, whenever that was. */
export const editsAt = async (db: Db, { keys, spots, own, from, to }: Asked): Promise<EditedFileRow[]> => {
  const [sessions, files] = [own.map(({ sessionId }) => sessionId), own.map(({ file }) => file)];
  const named = sql`(${table.sessionId}, ${table.file}) in (select * from unnest(${sql.param(sessions)}::text[], ${sql.param(files)}::uuid[]))`;
  return db
    .select()
    .from(table)
    .where(
      or(
        and(or(inArray(table.key, [...keys]), inArray(table.spot, [...spots])), gte(table.lastAt, from), lte(table.firstAt, to)),
        own.length > 0 ? named : undefined,
      ),
    );
};

/** All that these runs and their sub-agents edited. */
export const editsOfSessions = (db: Db, sessionIds: readonly string[]): Promise<EditedFileRow[]> =>
  db
    .select()
    .from(table)
    .where(or(inArray(table.sessionId, [...sessionIds]), inArray(table.parentId, [...sessionIds])));

export const saveEdits = async (db: Db, rows: readonly EditedFileRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await db
    .insert(table)
    .values([...rows].sort((a, b) => (a.sessionId + a.file < b.sessionId + b.file ? -1 : 1)))
    .onConflictDoUpdate({
      target: [table.sessionId, table.file],
      set: Object.fromEntries(
        (
          [
            "agent_id",
            "parent_id",
            "key",
            "spot",
            "remote",
            "repository",
            "path",
            "worktree",
            "marks",
            "edits",
            "first_at",
            "last_at",
          ] as const
        ).map((name) => [name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()), sql.raw(`excluded.${name}`)]),
      ),
    });
};

/** Leaves the newest of each run; says nothing of it, for what is that old meets nobody. */
export const keepNewest = async (db: Db, sessionIds: readonly string[], most: number): Promise<void> => {
  await db.execute(sql`
    delete from edited_file f using (
      select e.session_id, e.file from unnest(${sql.param(sessionIds)}::text[]) as s(id) cross join lateral (
        select session_id, file from edited_file where session_id = s.id order by last_at desc, file offset ${most}) as e) as old
    where f.session_id = old.session_id and f.file = old.file`);
};

export const pruneEdits = async (db: Db, before: Date): Promise<void> => void (await db.delete(table).where(lt(table.lastAt, before)));

/** Takes away what these tokens' runs edited. */
export const deleteEdits = async (db: Db, ownerIds: readonly string[]): Promise<void> =>
  void (await db.delete(table).where(inArray(table.ownerId, [...ownerIds])));

/** How many files each of these runs has. */
export const countEdits = async (db: Db, sessionIds: readonly string[]): Promise<Map<string, number>> => {
  const rows = rowsOf<{ id: string; n: number }>(
    await db.execute(
      sql`select session_id as id, count(*)::int as n from edited_file where session_id = any(${sql.param(sessionIds)}::text[]) group by 1`,
    ),
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
};
