import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { Figures, Filter, Grain } from "./usage.types.ts";

/** A part of the window and where to read it. `bucket`: the hour or day it belongs to, where those are asked for. */
export type Part = {
  grain: Grain;
  from: number;
  to: number;
  bucket: number;
};
type Column = "agent_id" | "role" | "project" | "task" | "model";
type Key = Column | "session_id" | "bucket";

/** Where the figures come from, as rows of (key, payment, sums). */
export type Source = { of: "rollups" | "ledger"; parts: readonly Part[]; key: Key; filter: Filter };

const sums = ["records", "calls", "input", "output", "cache_read", "cache_write", "reasoning", "micros", "priced", "unpriced"];
const summed = sql.raw(sums.map((name) => `sum(${name}) as ${name}`).join(", "));
/** Of a table's own columns: as doubles, exact up to 2^53. A sum of bigint is a numeric, and sums of those cost more than all else. */
const summedOf = (table: string, names: readonly string[]) =>
  sql.raw(names.map((name) => `sum(${table}.${name}::float8) as ${name}`).join(", "));
const listedOf = (table: string, names: readonly string[]) =>
  sql.raw(names.map((name) => `${table}.${name}::float8 as ${name}`).join(", "));
/** What the order of a page is made of. */
const ordering = ["micros", "input", "output"];

/** Fewer sums than all, and of fewer keys: those that a query names. */
type Narrowed = { names?: readonly string[]; only?: SQL };

/** First by payment, which makes the three columns of money out of a few rows. */
const paid = (rows: SQL) => sql`paid as (select key, payment, ${summed} from (${rows}) as r group by key, payment)`;

/** The sums of each key, of those named in `of` if it is given. */
const figures = (of?: SQL) => sql`
  figures as (
    select key, ${summed},
      coalesce(sum(micros) filter (where payment = 'tokens'), 0) as billed_micros,
      coalesce(sum(priced) filter (where payment = 'tokens'), 0) as billed_priced,
      coalesce(sum(unpriced) filter (where payment = 'tokens'), 0) as billed_unpriced,
      coalesce(sum(micros) filter (where payment = 'plan'), 0) as plan_micros,
      coalesce(sum(priced) filter (where payment = 'plan'), 0) as plan_priced,
      coalesce(sum(unpriced) filter (where payment = 'plan'), 0) as plan_unpriced,
      coalesce(sum(records) filter (where payment not in ('tokens', 'plan')), 0) as payment_unknown
    from paid ${of ?? sql``} group by key)`;

const money = ["billed_micros", "billed_priced", "billed_unpriced", "plan_micros", "plan_priced", "plan_unpriced", "payment_unknown"];
const camel = (name: string) => `"${name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())}"`;
const out = sql.raw([...sums, ...money].map((name) => `${name}::float8 as ${camel(name)}`).join(", "));
const outTotal = sql.raw([...sums, ...money].map((name) => `coalesce(sum(${name}), 0)::float8 as ${camel(name)}`).join(", "));

const partRows = (parts: readonly Part[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(parts.map((part) => ({ ...part, from: iso(part.from), to: iso(part.to) })))}::jsonb)
    as p(grain text, "from" timestamptz, "to" timestamptz, bucket int)`;
const iso = (at: number) => new Date(at).toISOString();

const all = (conditions: (SQL | undefined)[]) =>
  sql.join(
    conditions.filter((condition) => condition !== undefined).map((condition) => sql` and ${condition}`),
    sql``,
  );

/** The rows `r` of each part, with what is wanted of them. Each part is read by itself: a walk along an index, however many there are. */
export const rollupParts = ({ parts, key, filter }: Source, wanted: SQL) => {
  const keyed = key === "bucket" ? sql`p.bucket::text` : sql.raw(`r.${key}`);
  return sql`
    select part.* from ${partRows(parts)} cross join lateral (
      select ${keyed} as key, r.payment, ${wanted} from usage_rollup r
      where r.grain = p.grain and r.at >= p."from" and r.at < p."to" and r.demo = ${filter.demo}${all([
        filter.agent === undefined ? undefined : sql`r.agent_id = ${filter.agent}`,
        filter.agents === undefined
          ? undefined
          : sql`r.agent_id in (select jsonb_array_elements_text(${JSON.stringify(filter.agents)}::jsonb))`,
        filter.role === undefined ? undefined : sql`r.role = ${filter.role}`,
        filter.project === undefined ? undefined : sql`r.project = ${filter.project}`,
        filter.model === undefined ? undefined : sql`r.model = ${filter.model}`,
        filter.task === undefined ? undefined : sql`r.task = ${filter.task}`,
      ])} offset 0) as part`;
};

const sessionConditions = (filter: Filter) => [
  sql`s.demo = ${filter.demo}`,
  filter.session === undefined ? undefined : sql`s.session_id = ${filter.session}`,
  filter.agent === undefined ? undefined : sql`s.agent_id = ${filter.agent}`,
  filter.role === undefined ? undefined : sql`s.role = ${filter.role}`,
  filter.project === undefined ? undefined : sql`s.project = ${filter.project}`,
];

/** The same choice as in channels.ts: which entries count, and whose cost. */
const active = sql`e.channel = case s.rank when 4 then 'event' when 3 then 'span' else 'metric' end`;
const put = sql`(s.rank = 2 and e.price <> 'agent')`;

/** How an entry's column is added up: a cost that is not trusted counts as none, and as neither known nor unknown. */
const sumsOfEntries: Readonly<Record<string, SQL>> = {
  micros: sql`coalesce(sum(e.micros) filter (where not ${put}), 0)::float8 as micros`,
  priced: sql`coalesce(sum(e.records) filter (where not ${put} and e.price <> ''), 0)::float8 as priced`,
  unpriced: sql`coalesce(sum(e.records) filter (where not ${put} and e.price = ''), 0)::float8 as unpriced`,
};
const summedEntries = (names: readonly string[]) =>
  sql.join(
    names.map((name) => sumsOfEntries[name] ?? summedOf("e", [name])),
    sql`, `,
  );

/**
 * From the ledger: sessions that lie in the window as a whole by their totals, others by their entries.
 * A model or a task is in the entries alone.
 */
const ledgerRows = ({ parts, key, filter }: Source, { names = sums, only }: Narrowed) => {
  const ofEntry = key === "model" || key === "task";
  const byTotals = key === "session_id" && filter.model === undefined && filter.task === undefined;
  const whole = sql`(s.first_at >= p."from" and s.last_at < p."to" and (s.payment <> '' or s.told <> 'mixed'))`;
  const keyed = key === "bucket" ? sql`p.bucket::text` : sql.raw(`${ofEntry ? "e" : "s"}.${key}`);
  // An array, so that these few are found by their names, and not among all.
  const kept = only && sql`${keyed} = any(array(${only}))`;
  const grouped = sql.raw(ofEntry ? `e.${key}, e.payment` : "e.payment");
  // Session by session, along the ledger's own index: as a join it would be read from end to end.
  const entries = sql`
    select ${keyed} as key, coalesce(nullif(s.payment, ''), e.payment) as payment, ${listedOf("e", names)}
    from ${partRows(parts)} cross join lateral (
      select * from usage_session s where s.first_at < p."to" and s.last_at >= p."from"${all([
        ...sessionConditions(filter),
        byTotals ? sql`not ${whole}` : undefined,
        ofEntry ? undefined : kept,
        filter.task === undefined
          ? undefined
          : sql`s.session_id in (select t.session_id from usage_entry t where t.task = ${filter.task} and t.at >= p."from" and t.at < p."to")`,
      ])}) as s
    cross join lateral (
      select ${grouped}, ${summedEntries(names)}
      from usage_entry e
      where e.session_id = s.session_id and e.at >= p."from" and e.at < p."to" and ${active}${all([
        filter.model === undefined ? undefined : sql`e.model = ${filter.model}`,
        filter.task === undefined ? undefined : sql`e.task = ${filter.task}`,
        ofEntry ? kept : undefined,
      ])}
      group by ${grouped}) as e`;
  if (!byTotals) return entries;
  return sql`${entries} union all
    select s.session_id, coalesce(nullif(s.payment, ''), s.told), ${listedOf("s", names)}
    from ${partRows(parts)} join usage_session s on s.last_at >= p."from" and s.last_at < p."to" and ${whole}${all([...sessionConditions(filter), kept])}`;
};

const rowsFor = (source: Source, narrowed: Narrowed = {}) =>
  source.of === "rollups" ? rollupParts(source, listedOf("r", sums)) : ledgerRows(source, narrowed);

/** Everything together, and the keys with calls that could not be priced, most first. */
export const readTotals = async (db: Db, source: Source): Promise<Figures & { unpricedKeys: string[] }> =>
  rowsOf<Figures & { unpricedKeys: string[] }>(
    await db.execute(sql`
      with ${paid(rowsFor(source))}, ${figures()}
      select '' as key, ${outTotal}, coalesce((
        select jsonb_agg(key) from (select key from figures where unpriced > 0 order by unpriced desc, key limit 50) as most), '[]') as "unpricedKeys"
      from figures`),
  )[0] as Figures & { unpricedKeys: string[] };

/** Where a page ended: the next begins with what is less. */
export type After = { micros: number; tokens: number; key: string };

/** One page of keys, the dearest first, then those with most tokens. */
export const readGroups = async (db: Db, source: Source, page: { after?: After; limit: number }): Promise<Figures[]> => {
  const { after, limit } = page;
  const rest =
    after &&
    sql`having sum(micros) < ${after.micros} or (sum(micros) = ${after.micros} and (sum(input + output) < ${after.tokens}
      or (sum(input + output) = ${after.tokens} and key > ${after.key})))`;
  const order = sql`group by key ${rest ?? sql``} order by sum(micros) desc, sum(input + output) desc, key limit ${limit}`;
  const shown = sql`select key, ${out} from figures order by micros desc, input + output desc, key`;
  // There are many sessions: which are on the page is known by three sums, and only of those all others are made.
  const ofMany = sql`
    with page as (select key from (${rowsFor(source, { names: ordering })}) as r ${order}),
    ${paid(rowsFor(source, { only: sql`select key from page` }))}, ${figures()} ${shown}`;
  const ofFew = sql`
    with ${paid(rowsFor(source))}, page as (select key from paid ${order}), ${figures(sql`where key in (select key from page)`)} ${shown}`;
  return rowsOf<Figures>(await db.execute(source.of === "ledger" ? ofMany : ofFew));
};

/** Every bucket with something in it, in no order. */
export const readBuckets = async (db: Db, source: Source): Promise<Figures[]> =>
  rowsOf<Figures>(await db.execute(sql`with ${paid(rowsFor(source))}, ${figures()} select key, ${out} from figures`));

/** Whether what this agent or session used is the demo fleet's. */
export const isOfDemo = async (
  db: Db,
  { agent, session }: { agent?: string | undefined; session?: string | undefined },
): Promise<boolean> =>
  rowsOf(
    await db.execute(sql`select 1 from usage_session where demo and (agent_id = ${agent ?? ""} or session_id = ${session ?? ""}) limit 1`),
  ).length > 0;
