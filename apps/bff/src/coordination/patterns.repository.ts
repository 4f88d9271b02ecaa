import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { where, type RowFilter } from "./coordination.repository.ts";

export type PatternFacts = { pattern: string; firstAt: Date; lastAt: Date; example: string | null; keys: string[] };

/** When each pattern was first and last seen in the window, its first message, and whom it met: at most 20. */
export const patternFacts = async (db: Db, patterns: readonly string[], filter: RowFilter): Promise<PatternFacts[]> => {
  const mine = where({ ...filter, failures: true }) ?? sql`true`;
  // An agent's rows and a task's are found by themselves: few of a pattern's are theirs.
  const found = filter.agent !== undefined || filter.task !== undefined ? ofFew(patterns, mine) : ofMany(patterns, mine);
  return rowsOf<PatternFacts>(await db.execute(found));
};

const ofFew = (patterns: readonly string[], mine: SQL) => sql`
  with own as materialized (select pattern, at, message, to_key from coordination where ${mine})
  select pattern::text as pattern, min(at) as "firstAt", max(at) as "lastAt", (array_agg(message order by at, message))[1] as example,
    (select jsonb_agg(met.to_key order by met.to_key) from (
      select distinct to_key from own other where other.pattern = own.pattern order by to_key limit 20) as met) as keys
  from own where pattern = any(${sql.param(patterns)}::uuid[]) group by pattern`;

const ofMany = (patterns: readonly string[], mine: SQL) => sql`
  with recursive wanted as (select * from unnest(${sql.param(patterns)}::uuid[]) as pattern),
  met as (
    (select w.pattern, m.to_key, 1 as n from wanted w cross join lateral (
      select to_key from coordination where pattern = w.pattern and ${mine} order by to_key limit 1) m)
    union all
    select met.pattern, m.to_key, met.n + 1 from met cross join lateral (
      select to_key from coordination where pattern = met.pattern and to_key > met.to_key and ${mine} order by to_key limit 1) m
    where met.n < 20)
  select w.pattern::text as pattern, f.at as "firstAt", f.message as example, l.at as "lastAt",
    coalesce((select jsonb_agg(met.to_key order by met.to_key) from met where met.pattern = w.pattern), '[]') as keys
  from wanted w
  cross join lateral (select at, message from coordination where pattern = w.pattern and ${mine} order by at, message limit 1) f
  cross join lateral (select at from coordination where pattern = w.pattern and ${mine} order by at desc limit 1) l`;
