import { hash } from "node:crypto";
import { arrayOverlaps, getTableColumns, inArray, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { coordinationCases as table, coordinations } from "./coordination.table.ts";
import type { Case, Word } from "./coordination.types.ts";

const lockClass = 1_668_247_410;
const locks = 256;

/** Holds these names until the transaction ends, in one order for everybody; few locks, however many names. */
export const lockNames = async (db: Db, names: Iterable<string>): Promise<void> => {
  const numbers = new Set([...names].map((name) => hash("sha256", name, "buffer").readUInt8(0) % locks));
  const sorted = [...numbers].sort((a, b) => a - b);
  await db.execute(sql`select pg_advisory_xact_lock(${lockClass}::int, number) from unnest(${sql.param(sorted)}::int[]) as number`);
};

/** Holds every name: for who will need further ones later, when it can no longer keep to the order. */
export const lockAllNames = async (db: Db): Promise<void> =>
  void (await db.execute(
    sql`select pg_advisory_xact_lock(${lockClass}::int, number) from generate_series(0, ${locks - 1}::int) as number`,
  ));

const { sessions: _, ...columns } = getTableColumns(table);

/** All tokens' rows of these matters. */
export const findCases = async (db: Db, keys: readonly string[]): Promise<Case[]> =>
  keys.length === 0
    ? []
    : db
        .select(columns)
        .from(table)
        .where(inArray(table.key, [...keys]));

/** Matters with a word of one of these runs, or with an attempt of one of these agents. */
export const casesOf = (db: Db, { sessionIds, agentIds }: { sessionIds: string[]; agentIds: string[] }): Promise<Case[]> => {
  const ofAgents = db
    .select({ key: coordinations.key })
    .from(coordinations)
    .where(or(inArray(coordinations.fromKey, agentIds), inArray(coordinations.toKey, agentIds)));
  return db
    .select(columns)
    .from(table)
    .where(or(arrayOverlaps(table.sessions, sessionIds), agentIds.length > 0 ? inArray(table.key, ofAgents) : undefined));
};

/** The runs that are named in these words. */
const sessionsIn = (words: readonly Word[]) => [
  ...new Set(words.flatMap(({ session, upSession }) => [session, upSession].filter((id) => id !== undefined))),
];

export const saveCases = async (db: Db, cases: readonly Case[]): Promise<void> => {
  if (cases.length === 0) return;
  const rows = cases.map((one) => ({ ...one, sessions: sessionsIn(one.words) }));
  await db.execute(sql`
    insert into coordination_case (key, owner_id, name, demo, words, sessions)
    select key, "ownerId", name, demo, words, sessions
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(key uuid, "ownerId" text, name text, demo boolean, words jsonb, sessions text[])
    on conflict (key, owner_id) do update set words = excluded.words, sessions = excluded.sessions`);
};

export const namesOf = async (db: Db, ownerIds: readonly string[]): Promise<string[]> =>
  (
    await db
      .select({ name: table.name })
      .from(table)
      .where(inArray(table.ownerId, [...ownerIds]))
  ).map(({ name }) => name);

/** What these tokens told is gone. */
export const deleteCases = async (db: Db, ownerIds: readonly string[]): Promise<void> =>
  void (await db.delete(table).where(inArray(table.ownerId, [...ownerIds])));
