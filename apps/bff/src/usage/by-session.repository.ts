import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { idList } from "../platform/db/ids.ts";
import type { SessionCost } from "./usage.types.ts";
import { startOfQuarter, quarterMs } from "../platform/keys.ts";

export type SessionsWanted = { ids: readonly string[]; window?: { from: Date; to: Date } };

/** What the wanted runs used in the window, run by run where that was all they used, else by its entries. */
const partsOf = (from: string, to: string) => sql`
      parts as (
        select session_id, coalesce(nullif(payment, ''), told) as payment, micros, priced, unpriced from wanted where whole
        union all
        select s.session_id, coalesce(nullif(s.payment, ''), e.payment), e.micros, e.priced, e.unpriced
        from wanted s cross join lateral (
          select e.payment,
            coalesce(sum(e.micros) filter (where not (s.rank = 2 and e.price <> 'agent')), 0) as micros,
            coalesce(sum(e.records) filter (where not (s.rank = 2 and e.price <> 'agent') and e.price <> ''), 0) as priced,
            coalesce(sum(e.records) filter (where not (s.rank = 2 and e.price <> 'agent') and e.price = ''), 0) as unpriced
          from usage_entry e
          where e.session_id = s.session_id and e.at >= ${from}::timestamptz and e.at < ${to}::timestamptz
            and e.channel = case s.rank when 4 then 'event' when 3 then 'span' else 'metric' end
          group by e.payment) as e
        where not s.whole
      )`;

/**
 * What these runs used, each by itself: in all, or in the full quarters of an hour around a window. By the same choice of
 * entries as the summary's, so that both add up to the same.
 */
export const usageBySession = async (db: Db, { ids, window }: SessionsWanted): Promise<SessionCost[]> => {
  if (ids.length === 0) return [];
  const from = window ? new Date(startOfQuarter(window.from.getTime())).toISOString() : "-infinity";
  const to = window ? new Date(startOfQuarter(window.to.getTime() + quarterMs - 1)).toISOString() : "infinity";
  // In one text: row by row drivers take ten times as long, and a list of lists three times.
  const [found] = rowsOf<{ rows: string | null }>(
    await db.execute(sql`
      with wanted as materialized (
        select s.session_id, s.payment, s.told, s.rank, s.micros, s.priced, s.unpriced,
          (s.first_at >= ${from}::timestamptz and s.last_at < ${to}::timestamptz and (s.payment <> '' or s.told <> 'mixed')) as whole
        from unnest(${idList(ids)}) as w(id) join usage_session s on s.session_id = w.id
        where s.first_at < ${to}::timestamptz and s.last_at >= ${from}::timestamptz
      ), ${partsOf(from, to)}
      select string_agg(concat_ws(e'\t', session_id, coalesce(payment, ''), micros, priced, unpriced), e'\n') as rows from parts`),
  );
  const sums = new Map<string, SessionCost>();
  for (const row of found?.rows?.split("\n") ?? []) {
    const [sessionId, payment, ...counts] = row.split("\t") as [string, string, string, string, string];
    const [micros, priced, unpriced] = counts.map(Number) as [number, number, number];
    let sum = sums.get(sessionId);
    if (!sum) sums.set(sessionId, (sum = nothingOf(sessionId)));
    sum.micros += micros;
    sum.priced += priced;
    sum.unpriced += unpriced;
    if (payment !== "tokens" && payment !== "plan") continue;
    const [of, known] = payment === "tokens" ? (["billedMicros", "billedPriced"] as const) : (["planMicros", "planPriced"] as const);
    sum[of] += micros;
    sum[known] += priced;
  }
  return [...sums.values()];
};

const nothingOf = (sessionId: string): SessionCost => ({
  ...{ sessionId, micros: 0, priced: 0, unpriced: 0 },
  ...{ billedMicros: 0, billedPriced: 0, planMicros: 0, planPriced: 0 },
});

/** The same of every run that used anything in full quarters of an hour of a window. */
export const usageInWindow = async (db: Db, { from, to, demo }: { from: Date; to: Date; demo: boolean }): Promise<SessionCost[]> => {
  const ids = rowsOf<{ id: string }>(
    await db.execute(sql`
      select session_id as id from usage_session
      where demo = ${demo} and first_at < ${to.toISOString()}::timestamptz and last_at >= ${from.toISOString()}::timestamptz`),
  ).map(({ id }) => id);
  return usageBySession(db, { ids, window: { from, to } });
};

type Counted = { window: { from: Date; to: Date }; demo: boolean };

/** Of runs that began before a window and went on after it, those that used anything in it: few, so by their entries. */
const countSpanning = async (db: Db, { window, demo }: Counted): Promise<number> => {
  const [from, to] = [window.from.toISOString(), window.to.toISOString()];
  const [found] = rowsOf<{ count: number }>(
    await db.execute(sql`
      with spanning as materialized (
        select session_id, rank from usage_session
        where demo = ${demo} and first_at < ${from}::timestamptz and last_at >= ${to}::timestamptz
      )
      select count(*)::float8 as count from spanning s cross join lateral (
        select 1 from usage_entry e
        where e.session_id = s.session_id and e.at >= ${from}::timestamptz and e.at < ${to}::timestamptz
          and e.channel = case s.rank when 4 then 'event' when 3 then 'span' else 'metric' end
        limit 1) as e`),
  );
  return found?.count ?? 0;
};

/** How many runs used anything in a window: at a run's first and last quarter it did, and what lies between is looked up. */
export const countSessions = async (db: Db, { window, demo }: Counted): Promise<number> => {
  const [from, to] = [window.from.toISOString(), window.to.toISOString()];
  const [found] = rowsOf<{ all: number; spanning: number }>(
    await db.execute(sql`
      select count(*)::float8 as all,
        count(*) filter (where first_at < ${from}::timestamptz and last_at >= ${to}::timestamptz)::float8 as spanning
      from usage_session
      where demo = ${demo} and first_at < ${to}::timestamptz and last_at >= ${from}::timestamptz`),
  );
  const { all, spanning } = found as { all: number; spanning: number };
  return spanning === 0 ? all : all - spanning + (await countSpanning(db, { window, demo }));
};

type SumOfSessions = { sessions: number; micros: number; billedMicros: number; all: number };

/** What these runs used in a window, all of them together; how many of them did, and how many runs (`all`) used anything in it. */
export const sumOfSessions = async (db: Db, { window, demo, ids }: Counted & { ids: readonly string[] }): Promise<SumOfSessions> => {
  const [from, to] = [window.from.toISOString(), window.to.toISOString()];
  const inWindow = sql`s.demo = ${demo} and s.first_at < ${to}::timestamptz and s.last_at >= ${from}::timestamptz`;
  const whole = sql`(s.first_at >= ${from}::timestamptz and s.last_at < ${to}::timestamptz and (s.payment <> '' or s.told <> 'mixed'))`;
  const [sum] = rowsOf<SumOfSessions & { cut: string[]; spanning: number }>(
    await db.execute(sql`
      select count(*)::float8 as all, count(*) filter (where spans)::float8 as spanning,
        count(*) filter (where wanted and whole)::float8 as sessions,
        coalesce(sum(micros) filter (where wanted and whole), 0)::float8 as micros,
        coalesce(sum(micros) filter (where wanted and whole and payment = 'tokens'), 0)::float8 as "billedMicros",
        coalesce(json_agg(session_id) filter (where wanted and not whole), '[]') as cut
      from (
        select s.session_id, s.micros, coalesce(nullif(s.payment, ''), s.told) as payment, ${whole} as whole,
          (s.first_at < ${from}::timestamptz and s.last_at >= ${to}::timestamptz) as spans,
          s.session_id = any(${idList(ids)}) as wanted
        from usage_session s where ${inWindow} offset 0) as s`),
  );
  const { cut, spanning, ...found } = sum as SumOfSessions & { cut: string[]; spanning: number };
  // Those that reach out of the window, by their entries: few.
  const parts = await usageBySession(db, { ids: cut, window });
  return {
    all: spanning === 0 ? found.all : found.all - spanning + (await countSpanning(db, { window, demo })),
    sessions: found.sessions + parts.length,
    micros: parts.reduce((total, { micros }) => total + micros, found.micros),
    billedMicros: parts.reduce((total, { billedMicros }) => total + billedMicros, found.billedMicros),
  };
};
