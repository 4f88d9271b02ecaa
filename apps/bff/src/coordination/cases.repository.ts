import { hash } from "node:crypto";
import { inArray, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { coordinationCases as table } from "./coordination.table.ts";
import type { Case } from "./coordination.types.ts";

const lockClass = 1_668_247_410;
const locks = 256;

/** Holds these names until the transaction ends, in one order for everybody; few locks, however many names. */
export const lockNames = async (db: Db, names: Iterable<string>): Promise<void> => {
  const numbers = new Set([...names].map((name) => hash("sha256", name, "buffer").readUInt8(0) % locks));
  const sorted = [...numbers].sort((a, b) => a - b);
  await db.execute(sql`select pg_advisory_xact_lock(${lockClass}::int, number) from unnest(${sql.param(sorted)}::int[]) as number`);
};

/** All tokens' rows of these matters. */
export const findCases = async (db: Db, keys: readonly string[]): Promise<Case[]> =>
  keys.length === 0
    ? []
    : db
        .select()
        .from(table)
        .where(inArray(table.key, [...keys]));

export const saveCases = async (db: Db, cases: readonly Case[]): Promise<void> => {
  if (cases.length === 0) return;
  await db.execute(sql`
    insert into coordination_case (key, owner_id, name, demo, words)
    select key, "ownerId", name, demo, words
    from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as x(key uuid, "ownerId" text, name text, demo boolean, words jsonb)
    on conflict (key, owner_id) do update set words = excluded.words`);
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
