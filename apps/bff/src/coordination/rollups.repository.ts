import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { View } from "./coordination.types.ts";
import type { Counts, Name, Piece, Rollup } from "./rollups.ts";

const iso = (at: number) => new Date(at).toISOString();
const counts = ["succeeded", "failed", "exhausted", "pending"] as const;
const texts = {
  type: "type",
  cause: "cause",
  fromKey: "from_key",
  toKey: "to_key",
  fromRole: "from_role",
  toRole: "to_role",
  pattern: "pattern",
};
const columns = Object.values(texts);

/** Adds to the sums, in the order given; a row of which nothing is left is taken away. */
export const addToRollups = async (db: Db, rollups: readonly Rollup[]): Promise<void> => {
  if (rollups.length === 0) return;
  const rows = rollups.map(({ fromKey, toKey, fromRole, toRole, at, ...rest }, index) => ({
    ...rest,
    from_key: fromKey,
    to_key: toKey,
    from_role: fromRole,
    to_role: toRole,
    at: iso(at),
    index,
  }));
  const list = sql.raw(["view", "step", "at", "key", ...columns, "demo", ...counts].join(", "));
  await db.execute(sql`
    insert into coordination_rollup (${list})
    select ${list} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(index int, view text, step smallint, at timestamptz, key uuid,
      ${sql.raw(columns.map((name) => `${name} text`).join(", "))}, demo boolean, ${sql.raw(counts.map((name) => `${name} int`).join(", "))})
    order by index
    on conflict (view, step, at, key) do update set
      ${sql.raw(counts.map((name) => `${name} = coordination_rollup.${name} + excluded.${name}`).join(", "))}`);
  const lessened = rows.filter((row) => counts.some((name) => row[name] < 0)).map(({ view, step, at, key }) => ({ view, step, at, key }));
  if (lessened.length === 0) return;
  await db.execute(sql`
    delete from coordination_rollup r using jsonb_to_recordset(${JSON.stringify(lessened)}::jsonb) as x(view text, step smallint, at timestamptz, key uuid)
    where r.view = x.view and r.step = x.step and r.at = x.at and r.key = x.key
      and r.succeeded = 0 and r.failed = 0 and r.exhausted = 0 and r.pending = 0`);
};

/** `agent`: the keys that an agent may stand under, on either side. */
export type SumFilter = { demo: boolean; agent?: readonly string[]; role?: string; type?: string };
export type Sum = Counts & { bucket: number } & Record<Name, string>;

/** Sums of the pieces of a view, by the names asked for; `bucket` only where asked for. Each piece is one walk along an index. */
export const readSums = async (
  db: Db,
  {
    view,
    pieces,
    by,
    filter,
    buckets = false,
  }: { view: View; pieces: readonly Piece[]; by: readonly Name[]; filter: SumFilter; buckets?: boolean },
): Promise<Sum[]> => {
  const keys = by.map((name) => texts[name]);
  const bucket = buckets ? ["bucket"] : [];
  const group = [...bucket, ...keys];
  // As arrays, whose length the planner sees: it would take anything else for a hundred pieces, and the query for a large one.
  const column = <T>(of: (piece: Piece) => T) => sql.param(pieces.map(of));
  const parts = sql`unnest(${column(({ step }) => step)}::smallint[], ${column(({ from }) => iso(from))}::timestamptz[],
    ${column(({ to }) => iso(to))}::timestamptz[], ${column(({ bucket }) => bucket)}::int[]) as p(step, "from", "to", bucket)`;
  const own = (side: "from_key" | "to_key", rest = sql``) => sql`
    select ${sql.raw([...keys, ...counts].join(", "))} from coordination_rollup r
    where r.view = ${sql.raw(`'${view}'`)} and r.step = p.step and r.at >= p."from" and r.at < p."to" and r.demo = ${filter.demo}
      ${filter.type === undefined ? sql`` : sql`and r.type = ${filter.type}`}
      ${filter.role === undefined ? sql`` : sql`and (r.from_role = ${filter.role} or r.to_role = ${filter.role})`}
      ${filter.agent === undefined ? sql`` : sql`and ${sql.raw(`r.${side}`)} = any(${sql.param(filter.agent)}::text[])`} ${rest}`;
  // An agent's rows lie apart in two indexes; who works with itself is in both, and counts once.
  const rows =
    filter.agent === undefined
      ? own("from_key")
      : sql`${own("from_key")} union all ${own("to_key", sql`and r.from_key <> all(${sql.param(filter.agent)}::text[])`)}`;
  const named = group.length > 0 ? sql.raw(group.join(", ")) : undefined;
  // `offset 0`: each piece is read by itself along the index, whatever the planner thinks of all of them.
  const found = rowsOf<Record<string, string | number>>(
    await db.execute(sql`
      select ${named ? sql`${named}, ` : sql``} ${sql.raw(counts.map((name) => `coalesce(sum(${name}), 0)::float8 as ${name}`).join(", "))}
      from ${parts} cross join lateral (${rows} offset 0) as piece ${named ? sql`group by ${named}` : sql``}`),
  );
  return found.map((row) => ({
    ...(Object.fromEntries(Object.entries(texts).map(([name, column]) => [name, String(row[column] ?? "")])) as Record<Name, string>),
    bucket: Number(row.bucket ?? 0),
    succeeded: Number(row.succeeded),
    failed: Number(row.failed),
    exhausted: Number(row.exhausted),
    pending: Number(row.pending),
  }));
};
