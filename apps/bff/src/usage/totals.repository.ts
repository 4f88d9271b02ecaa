import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/** All that was ever booked of one model; of the three columns of money, which are never added. Millionths of a dollar. */
export type ModelTotal = {
  model: string;
  calls: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
  billedMicros: number;
  planMicros: number;
  micros: number;
  unpriced: number;
};

/** From the sums by day with model and payment alone, which are kept for ever and few. */
export const modelTotals = async (db: Db): Promise<ModelTotal[]> =>
  rowsOf<ModelTotal>(
    await db.execute(sql`
      select model, sum(calls)::float8 as calls, sum(input)::float8 as input, sum(output)::float8 as output, sum(cache_read)::float8 as "cacheRead",
        sum(cache_write)::float8 as "cacheWrite", sum(reasoning)::float8 as reasoning, sum(micros)::float8 as micros, sum(unpriced)::float8 as unpriced,
        coalesce(sum(micros) filter (where payment = 'tokens'), 0)::float8 as "billedMicros",
        coalesce(sum(micros) filter (where payment = 'plan'), 0)::float8 as "planMicros"
      from usage_rollup where grain = 'clock-day' and not demo group by model order by model`),
  );

export type RunTokens = { micros: number; input: number; output: number; cacheRead: number; cacheWrite: number };

/** What these runs used in all, at list price. */
export const tokensOfSessions = async (db: Db, ids: readonly string[]): Promise<RunTokens> => {
  const [sum] = rowsOf<RunTokens>(
    await db.execute(sql`
      select coalesce(sum(micros), 0)::float8 as micros, coalesce(sum(input), 0)::float8 as input, coalesce(sum(output), 0)::float8 as output,
        coalesce(sum(cache_read), 0)::float8 as "cacheRead", coalesce(sum(cache_write), 0)::float8 as "cacheWrite"
      from usage_session where session_id = any(${sql.param([...ids])}::text[]) and not demo`),
  );
  return sum as RunTokens;
};
