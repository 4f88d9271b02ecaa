import { and, arrayOverlaps, inArray, isNull, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { tasks as table, type TaskRow } from "./tasks.table.ts";

export type Standing = Pick<TaskRow, "id" | "title" | "status">;

/**
 * What these stand at, held as it is until the transaction ends: else one could be done between this look
 * and the commit, and nobody would tell the task that waits for it.
 */
export const holdDependencies = async (db: Db, ids: readonly string[]): Promise<Standing[]> =>
  ids.length === 0
    ? []
    : db
        .select({ id: table.id, title: table.title, status: table.status })
        .from(table)
        .where(inArray(table.id, [...ids]))
        .orderBy(table.id)
        .for("share");

export const standings = async (db: Db, ids: readonly string[]): Promise<Standing[]> =>
  ids.length === 0
    ? []
    : db
        .select({ id: table.id, title: table.title, status: table.status })
        .from(table)
        .where(inArray(table.id, [...ids]));

/** Open tasks that depend on one of these, locked. */
export const lockDependents = async (db: Db, ids: readonly string[]): Promise<TaskRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(table)
        .where(and(arrayOverlaps(table.dependencies, [...ids]), sql`${table.dependencies} <> '{}'`, isNull(table.endedAt)))
        .orderBy(table.id)
        .for("update");

/** Two that each tie a task to the other at the same moment would both see no ring: one after the other. */
export const oneAtATime = async (db: Db): Promise<void> =>
  void (await db.execute(sql`select pg_advisory_xact_lock(hashtext('beckon_task_dependencies'))`));

/**
 * Ids and titles along the shortest way from `from` to `target`, both in it; nothing where there is none. One
 * question, however long the way: the lock of all dependencies is held meanwhile. `limit 1` makes it go by the key at
 * each step, where a join would read the whole table.
 */
export const findWay = async (db: Db, from: readonly string[], target: string): Promise<{ id: string; title: string }[] | undefined> => {
  const before = new Map<string, string | undefined>(from.map((id) => [id, undefined]));
  if (!before.has(target)) {
    const rows = rowsOf<{ id: string; next: string }>(
      await db.execute(sql`
        with recursive ways (id, next) as (
          select id, unnest(dependencies) from task where id = any(${sql.param([...from])}::text[])
          union
          select found.id, unnest(found.dependencies)
          from ways cross join lateral (select id, dependencies from task where id = ways.next limit 1) as found
        )
        select id, next from ways`),
    );
    const ways = Map.groupBy(rows, ({ id }) => id);
    // What is found on the way is looked at after all that was found before it.
    for (const id of before.keys()) for (const { next } of ways.get(id) ?? []) if (!before.has(next)) before.set(next, id);
  }
  if (!before.has(target)) return undefined;
  const ids: string[] = [];
  for (let at: string | undefined = target; at !== undefined; at = before.get(at)) ids.unshift(at);
  const titles = new Map((await standings(db, ids)).map(({ id, title }) => [id, title]));
  return ids.map((id) => ({ id, title: titles.get(id) ?? id }));
};
