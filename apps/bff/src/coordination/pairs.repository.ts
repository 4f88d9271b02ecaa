import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { Counts, Piece } from "./rollups.ts";
import { partsOf } from "./sums.repository.ts";

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

/** What went between each pair, by its key; As one text: there are many. */
export const readPairs = async (db: Db, pieces: readonly Piece[], demo: boolean): Promise<(PairCounts & { key: string })[]> => {
  const summed = (name: keyof PairCounts) => sql.raw(`sum(p.times * ${name}) as ${name}`);
  const [found] = rowsOf<{ pairs: string | null }>(
    await db.execute(sql`
      select string_agg(concat_ws(' ', key, succeeded, failed, pending), ',') as pairs from (
        select key, ${summed("succeeded")}, ${summed("failed")}, ${summed("pending")}
        from ${partsOf(pieces)} cross join lateral (
          select key, succeeded, failed, pending from coordination_pair_rollup r
          where r.step = p.step and r.at >= p."from" and r.at < p."to" and r.demo = ${demo} offset 0) as piece
        group by key) as summed
      where succeeded + failed + pending > 0`),
  );
  return (found?.pairs ?? "").split(",").flatMap((text) => {
    const [key, succeeded, failed, pending] = text.split(" ");
    return key ? [{ key, succeeded: Number(succeeded), failed: Number(failed), pending: Number(pending) }] : [];
  });
};

export const findPairs = async (db: Db, keys: readonly string[]): Promise<[key: string, pair: Pair][]> => {
  const [found] = rowsOf<{ pairs: [string, string, string, string, string, string][] }>(
    await db.execute(sql`
      select coalesce(json_agg(json_build_array(key, type, from_key, to_key, from_role, to_role)), '[]') as pairs
      from coordination_pair where key = any(${sql.param([...keys])}::uuid[])`),
  );
  return (found?.pairs ?? []).map(([key, type, fromKey, toKey, fromRole, toRole]) => [key, { type, fromKey, toKey, fromRole, toRole }]);
};
