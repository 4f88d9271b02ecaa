import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { TaskName } from "./of-tasks.repository.ts";

/** The three columns of one scope; `records` without a known payment are in apiEquivalent alone. `hour`: epoch ms, where asked for. */
export type SpentRow = {
  hour: number;
  micros: number;
  priced: number;
  unpriced: number;
  billedMicros: number;
  billedPriced: number;
  billedUnpriced: number;
  paymentUnknown: number;
};
export type Within = { from: number; to: number; byHour: boolean };

/** As in channels.ts: which entries count, and whose cost. */
const counts = sql`e.channel = case s.rank when 4 then 'event' when 3 then 'span' else 'metric' end`;
const aside = sql`(s.rank = 2 and e.price <> 'agent')`;
const iso = (at: number) => new Date(Math.min(Math.max(at, 0), Date.parse("9999-12-30T00:00:00Z"))).toISOString();
const hourOf = (byHour: boolean) => (byHour ? sql`extract(epoch from date_trunc('hour', e.at)) * 1000` : sql`0`);

const summed = sql`
  sum(micros)::float8 as micros, sum(priced)::float8 as priced, sum(unpriced)::float8 as unpriced,
  coalesce(sum(micros) filter (where payment = 'tokens'), 0)::float8 as "billedMicros",
  coalesce(sum(priced) filter (where payment = 'tokens'), 0)::float8 as "billedPriced",
  coalesce(sum(unpriced) filter (where payment = 'tokens'), 0)::float8 as "billedUnpriced",
  coalesce(sum(records) filter (where payment not in ('tokens', 'plan')), 0)::float8 as "paymentUnknown"`;

const entry = (byHour: boolean) => sql`
  ${hourOf(byHour)} as hour, coalesce(nullif(s.payment, ''), e.payment) as payment, e.records,
  case when ${aside} then 0 else e.micros end as micros,
  case when ${aside} or e.price = '' then 0 else e.records end as priced,
  case when ${aside} or e.price <> '' then 0 else e.records end as unpriced`;

/** What these runs used. */
export const spentOfSessions = async (db: Db, ids: readonly string[], { from, to, byHour }: Within): Promise<SpentRow[]> =>
  ids.length === 0
    ? []
    : rowsOf<SpentRow>(
        await db.execute(sql`
          select hour::float8 as hour, ${summed} from (
            select ${entry(byHour)} from usage_session s join usage_entry e on e.session_id = s.session_id and ${counts}
            where s.session_id = any(${sql.param(ids)}::text[]) and not s.demo and e.at >= ${iso(from)}::timestamptz and e.at < ${iso(to)}::timestamptz
          ) as used group by hour`),
      );

/** What was told to be for a task, by the names that it goes by. */
export const spentOfTask = async (db: Db, names: readonly TaskName[], { from, to, byHour }: Within): Promise<SpentRow[]> => {
  const wanted = names.map((one) => ({
    name: one.name,
    session: one.sessionId ?? null,
    agent: one.agentId ?? null,
    from: iso(Math.max(from, one.from?.getTime() ?? 0)),
    to: iso(Math.min(to, one.to?.getTime() ?? to)),
  }));
  return names.length === 0
    ? []
    : rowsOf<SpentRow>(
        await db.execute(sql`
          select hour::float8 as hour, ${summed} from (
            select ${entry(byHour)}
            from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(name text, session text, agent text, "from" timestamptz, "to" timestamptz)
            join usage_entry e on e.task = w.name and e.task <> '' and e.at >= w."from" and e.at < w."to"
            join usage_session s on s.session_id = e.session_id and not s.demo and ${counts}
            where (w.session is null or s.session_id = w.session) and (w.agent is null or s.agent_id = w.agent)
          ) as used group by hour`),
      );
};
