import { and, asc, desc, eq, inArray, like, lte, ne } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { hosts as table, type HostRow } from "./hosts.table.ts";

export type { HostRow };

type Told = Pick<HostRow, "id" | "tokenId" | "name" | "platform" | "version" | "profiles"> & Partial<Pick<HostRow, "run">>;

/** The machine of a token, made where it is new. Its runner has just spoken, so it is connected. */
export const upsertHost = async (db: Db, { id, ...told }: Told, now: Date): Promise<HostRow> => {
  const seen = { ...told, lastSeenAt: now, left: false, shownConnected: true, toldAt: now };
  const [row] = await db
    .insert(table)
    .values({ id, ...seen, firstSeenAt: now })
    .onConflictDoUpdate({ target: table.tokenId, set: seen })
    .returning();
  return row as HostRow;
};

/** One machine, by its id or its token. */
type HostKey = { id: string } | { tokenId: string };
const is = (key: HostKey) => ("id" in key ? eq(table.id, key.id) : eq(table.tokenId, key.tokenId));

export const findHost = async (db: Db, key: HostKey): Promise<HostRow | undefined> => (await db.select().from(table).where(is(key)))[0];

/** Locked until the transaction ends: reports of a machine, and what is asked of it, follow one another. */
export const lockHost = async (db: Db, key: HostKey): Promise<HostRow | undefined> =>
  (await db.select().from(table).where(is(key)).for("update"))[0];

export const findHosts = (db: Db, ids: readonly string[]): Promise<HostRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

export const listHosts = (db: Db, limit: number): Promise<HostRow[]> =>
  db.select().from(table).orderBy(asc(table.run), asc(table.name), asc(table.id)).limit(limit);

/** Machines of this name that came with other tokens, locked in one order for everybody. */
export const lockNamesakes = (db: Db, { name, tokenId }: { name: string; tokenId: string }): Promise<HostRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.name, name), ne(table.tokenId, tokenId), eq(table.run, false)))
    .orderBy(table.id)
    .for("update");

export const updateHost = async (db: Db, id: string, changes: Partial<HostRow>): Promise<void> =>
  void (await db.update(table).set(changes).where(eq(table.id, id)));

/** Marks it as not connected if nothing was heard since `before`; else when it was heard last, if it is still connected. */
export const markSilent = async (db: Db, id: string, before: Date): Promise<{ silent: boolean; lastSeenAt?: Date }> => {
  const silent = await db
    .update(table)
    .set({ shownConnected: false })
    .where(and(eq(table.id, id), eq(table.shownConnected, true), lte(table.lastSeenAt, before)))
    .returning({ id: table.id });
  if (silent.length > 0) return { silent: true };
  const row = await findHost(db, { id });
  return row?.shownConnected ? { silent: false, lastSeenAt: row.lastSeenAt } : { silent: false };
};

/** Runs of `beckon run` that ended, or were heard of last, before; of one token all but the newest, where that is said. */
export const oldRuns = async (db: Db, old: { before: Date } | { tokenId: string; keep: number }): Promise<string[]> => {
  const which =
    "before" in old
      ? db
          .select({ id: table.id })
          .from(table)
          .where(and(eq(table.run, true), lte(table.lastSeenAt, old.before)))
      : db
          .select({ id: table.id })
          .from(table)
          .where(and(eq(table.run, true), like(table.tokenId, `${old.tokenId}/%`)))
          .orderBy(desc(table.lastSeenAt), table.id)
          .offset(old.keep);
  return (await which).map(({ id }) => id);
};

/** With its processes. */
export const deleteHost = async (db: Db, id: string): Promise<void> => void (await db.delete(table).where(eq(table.id, id)));
