import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { Counts, Piece } from "./rollups.ts";
import { isOf, partsOf, type SumFilter } from "./sums.repository.ts";

/** What went from one agent to another, by type. */
export type PairSum = Pick<Counts, "succeeded" | "failed" | "pending"> & { fromKey: string; toKey: string; type: string };
/** Most ends first, or most attempts of all. */
export type Rank = "ends" | "width";
type Asked = { pieces: readonly Piece[]; filter: SumFilter; same: ReadonlyMap<string, string>; rank: Rank; most: number };

/** The keys of all sides that were a mere name when it was told of them. */
export const namedSides = async (db: Db, demo: boolean): Promise<string[]> => {
  const found = rowsOf<{ name: string }>(
    await db.execute(sql`
      with named as materialized (select from_key, to_key from coordination_pair where (from_key like '=%' or to_key like '=%') and demo = ${demo})
      select from_key as name from named where from_key like '=%' union select to_key from named where to_key like '=%'`),
  );
  return found.map(({ name }) => name);
};

/**
 * The busiest pairs of agents, each by type, and how many pairs there are. Added up by their keys, which are short and
 * of one length, and named afterwards. `same`: keys that mean another by now.
 */
export const busiestPairs = async (db: Db, { pieces, filter, same, rank, most }: Asked): Promise<{ rows: PairSum[]; pairs: number }> => {
  const total = sql.raw(rank === "ends" ? "sum(succeeded + failed) desc, sum(pending) desc" : "sum(succeeded + failed + pending) desc");
  const alias = sql`unnest(${sql.param([...same.keys()])}::text[], ${sql.param([...same.values()])}::text[])`;
  const side = (name: "from_key" | "to_key", as: "a" | "b") =>
    same.size === 0 ? sql.raw(`d.${name}`) : sql.raw(`coalesce(${as}.key, d.${name})`);
  const found = rowsOf<PairSum & { pairs: number }>(
    await db.execute(sql`
      with summed as materialized (
        select key, sum(succeeded) as succeeded, sum(failed) as failed, sum(pending) as pending
        from ${partsOf(pieces)} cross join lateral (
          select key, succeeded, failed, pending from coordination_pair_rollup r
          where r.step = p.step and r.at >= p."from" and r.at < p."to" and r.demo = ${filter.demo} offset 0) as piece
        group by key),
      named as materialized (
        select ${side("from_key", "a")} as from_key, ${side("to_key", "b")} as to_key, d.type,
          sum(succeeded) as succeeded, sum(failed) as failed, sum(pending) as pending
        from summed join coordination_pair d using (key)
          ${same.size === 0 ? sql`` : sql`left join ${alias} as a(name, key) on a.name = d.from_key left join ${alias} as b(name, key) on b.name = d.to_key`}
        where true ${isOf(filter, "d")} group by 1, 2, 3),
      busiest as (
        select from_key, to_key, count(*) over () as pairs from named
        group by 1, 2 order by ${total}, from_key collate "C", to_key collate "C" limit ${most})
      select from_key as "fromKey", to_key as "toKey", type, succeeded::float8, failed::float8, pending::float8, pairs::int
      from busiest join named using (from_key, to_key)`),
  );
  return { rows: found.map(({ pairs: _, ...row }) => row), pairs: found[0]?.pairs ?? 0 };
};
