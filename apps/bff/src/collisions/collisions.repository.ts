import { and, arrayContains, arrayOverlaps, desc, eq, gt, gte, inArray, lt, lte, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { collisions as table, type CollisionRow } from "./collisions.table.ts";

export type { CollisionRow };

export const collisionsAt = (db: Db, keys: readonly string[], from: Date, to: Date): Promise<CollisionRow[]> =>
  db
    .select()
    .from(table)
    .where(and(inArray(table.key, [...keys]), gte(table.lastAt, from), lte(table.startedAt, to)))
    .orderBy(table.startedAt, table.id);

/** The keys of those that are shown as open and have one of these runs in them. */
export const openKeysOf = async (db: Db, sessionIds: readonly string[]): Promise<{ key: string; startedAt: Date; lastAt: Date }[]> =>
  db
    .select({ key: table.key, startedAt: table.startedAt, lastAt: table.lastAt })
    .from(table)
    .where(and(eq(table.shown, true), arrayOverlaps(table.sessionIds, [...sessionIds])));

export const saveCollisions = async (db: Db, rows: readonly CollisionRow[]): Promise<void> => {
  for (const { id, ...row } of rows)
    await db
      .insert(table)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: table.id, set: row });
};

export const deleteCollisions = async (db: Db, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await db.delete(table).where(inArray(table.id, [...ids]));
};

/** Those that were shown as open and are over by now, each once whoever asks. */
export const closeDue = async (db: Db, now: Date): Promise<string[]> =>
  (
    await db
      .update(table)
      .set({ shown: false })
      .where(and(eq(table.shown, true), lte(table.openUntil, now)))
      .returning({ id: table.id })
  ).map(({ id }) => id);

export const findCollisions = (db: Db, ids: readonly string[]): Promise<CollisionRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

/** All open ones, and the latest of the others. */
export const recentCollisions = (db: Db, { now, since, most }: { now: Date; since: Date; most: number }): Promise<CollisionRow[]> =>
  db
    .select()
    .from(table)
    .where(or(gt(table.openUntil, now), gte(table.lastAt, since)))
    .orderBy(desc(sql`${table.openUntil} > ${now.toISOString()}::timestamptz`), desc(table.lastAt))
    .limit(most);

export type CollisionSearch = {
  now: Date;
  status?: "open" | "over" | undefined;
  kind?: "hot" | "soft" | undefined;
  agent?: string | undefined;
  repository?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  before?: { open: boolean; at: Date; id: string } | undefined;
  limit: number;
};

/** Open ones first, each part latest first. `now` is the moment that open is meant at: the same on all pages. */
export const searchCollisions = (db: Db, { now, status, kind, agent, repository, from, to, before, limit }: CollisionSearch) => {
  const open = sql<boolean>`(${table.openUntil} > ${now.toISOString()}::timestamptz)`;
  const after =
    before &&
    sql`(${open}::int, ${table.lastAt}, ${table.id}) < (${before.open ? 1 : 0}, ${before.at.toISOString()}::timestamptz, ${before.id})`;
  return db
    .select()
    .from(table)
    .where(
      and(
        status === undefined ? undefined : sql`${open} = ${status === "open"}`,
        kind ? eq(table.kind, kind) : undefined,
        agent ? arrayContains(table.agentIds, [agent]) : undefined,
        repository ? eq(table.repository, repository) : undefined,
        from ? gte(table.lastAt, from) : undefined,
        to ? lte(table.lastAt, to) : undefined,
        after,
      ),
    )
    .orderBy(desc(sql`${open}::int`), desc(table.lastAt), desc(table.id))
    .limit(limit);
};

export const pruneCollisions = async (db: Db, before: Date): Promise<string[]> =>
  (await db.delete(table).where(lt(table.lastAt, before)).returning({ id: table.id })).map(({ id }) => id);

/** Those that have a run of these sessions in them. */
export const collisionsOfSessions = (db: Db, sessionIds: readonly string[]): Promise<CollisionRow[]> =>
  sessionIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(arrayOverlaps(table.sessionIds, [...sessionIds]));
