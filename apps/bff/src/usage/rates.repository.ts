import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/**
 * What an hour of an agent's runs is billed, in whole millionths of a dollar: the cost of its runs that are paid by token
 * and ended after `since`, by their length from the first to the last call. Agents without such are not in it.
 */
export const hourlyRates = async (db: Db, agentIds: readonly string[], since: Date): Promise<Map<string, number>> => {
  if (agentIds.length === 0) return new Map();
  const rows = rowsOf<{ agent: string; rate: number }>(
    await db.execute(sql`
      select agent_id as agent, round(sum(micros) / (sum(extract(epoch from last_at - first_at) + 900) / 3600))::float8 as rate
      from usage_session
      where agent_id = any(${sql.param([...agentIds])}::text[]) and last_at >= ${since.toISOString()}::timestamptz and priced > 0
        and coalesce(nullif(payment, ''), told) = 'tokens'
      group by agent_id`),
  );
  return new Map(rows.map(({ agent, rate }) => [agent, rate]));
};
