import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/** A name by which calls were told to be for a task: of one session, of one agent or within a time alone, where that is given. */
export type TaskName = { name: string; sessionId?: string; agentId?: string; from?: Date; to?: Date };
export type WantedTask = { id: string; demo: boolean; names: readonly TaskName[] };
export type TaskUsage = { tokens: number; costMicros: number | null };

/** As in channels.ts: where the agent tells the cost of a counter, no other price stands beside it. */
const aside = sql`(s.rank = 2 and e.price <> 'agent')`;

/** What the calls made for these tasks used, by the id they are asked for with; none for a task without any. */
export const usageOfTasks = async (db: Db, wanted: readonly WantedTask[]): Promise<Map<string, TaskUsage>> => {
  const names = wanted.flatMap(({ id, demo, names: all }) =>
    all.map(({ name, sessionId, agentId, from, to }) => ({
      id,
      demo,
      name,
      session: sessionId ?? null,
      agent: agentId ?? null,
      grain: from || to ? "quarter" : "day",
      from: from?.toISOString() ?? "-infinity",
      to: to?.toISOString() ?? "infinity",
    })),
  );
  if (names.length === 0) return new Map();
  const rows = rowsOf<{ id: string; tokens: number; micros: number; priced: number; calls: number }>(
    await db.execute(sql`
      with wanted as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(names)}::jsonb)
          as w(id text, demo boolean, name text, session text, agent text, grain text, "from" timestamptz, "to" timestamptz)
      ), used as (
        select w.id, r.input + r.output + r.cache_read + r.cache_write as tokens, r.micros, r.priced, r.records
        from wanted w join usage_rollup r on r.task = w.name and r.task <> '' and r.grain = w.grain and r.demo = w.demo and r.at >= w."from" and r.at < w."to"
        where w.session is null and (w.agent is null or r.agent_id = w.agent)
        union all
        select w.id, e.input + e.output + e.cache_read + e.cache_write, case when ${aside} then 0 else e.micros end,
          case when ${aside} or e.price = '' then 0 else e.records end, e.records
        from wanted w join usage_session s on s.session_id = w.session
        join usage_entry e on e.session_id = w.session and e.task = w.name
          and e.channel = case s.rank when 4 then 'event' when 3 then 'span' else 'metric' end
        where w.session is not null
      )
      select id, sum(tokens)::float8 as tokens, sum(micros)::float8 as micros, sum(priced)::float8 as priced, sum(records)::float8 as calls
      from used group by id`),
  );
  return new Map(
    rows.filter(({ calls }) => calls > 0).map(({ id, tokens, micros, priced }) => [id, { tokens, costMicros: priced > 0 ? micros : null }]),
  );
};
