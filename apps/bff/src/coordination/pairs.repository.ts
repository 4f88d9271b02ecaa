import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { Counts } from "./rollups.ts";

export type PairCounts = Pick<Counts, "succeeded" | "failed" | "pending">;
/** Two agents and what went from one to the other; a key never means another pair. */
export type Pair = { type: string; fromKey: string; toKey: string; fromRole: string; toRole: string };

/** The keys of all sides that were a mere name when it was told of them. */
export const namedSides = async (db: Db, demo: boolean): Promise<string[]> => {
  const found = rowsOf<{ name: string }>(
    await db.execute(sql`
      with named as materialized (select from_key, to_key from coordination_pair where (from_key like '=%' or to_key like '=%') and demo = ${demo})
      select from_key as name from named where from_key like '=%' union select to_key from named where to_key like '=%'`),
  );
  return found.map(({ name }) => name);
};

/** Whether an agent was told of under one of these keys on one side and under another on the other. */
export const knownTwice = async (db: Db, keys: readonly string[]): Promise<boolean> => {
  if (keys.length < 2) return false;
  const own = sql.param([...keys]);
  const found = await db.execute(sql`
    select from coordination_pair where (from_key like '=%' or to_key like '=%')
      and from_key = any(${own}::text[]) and to_key = any(${own}::text[]) and from_key <> to_key limit 1`);
  return rowsOf(found).length > 0;
};

export const findPairs = async (db: Db, keys: readonly string[]): Promise<[key: string, pair: Pair][]> => {
  const [found] = rowsOf<{ pairs: [string, string, string, string, string, string][] }>(
    await db.execute(sql`
      select coalesce(json_agg(json_build_array(key, type, from_key, to_key, from_role, to_role)), '[]') as pairs
      from coordination_pair where key = any(${sql.param([...keys])}::uuid[])`),
  );
  return (found?.pairs ?? []).map(([key, type, fromKey, toKey, fromRole, toRole]) => [key, { type, fromKey, toKey, fromRole, toRole }]);
};
