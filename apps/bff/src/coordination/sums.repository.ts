import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { View } from "./coordination.types.ts";
import { agentSumKey, tableOf, type Counts, type Name, type Piece } from "./rollups.ts";
import { iso } from "./window.ts";

const counts = ["succeeded", "failed", "exhausted", "pending"] as const;
export const columns: Record<Name, string> = {
  type: "type",
  cause: "cause",
  fromKey: "from_key",
  toKey: "to_key",
  fromRole: "from_role",
  toRole: "to_role",
  pattern: "pattern",
};

/** `agent`: the keys that an agent may stand under, on either side. */
type SumFilter = { demo: boolean; agent?: readonly string[]; role?: string; type?: string };
export type Sum = Counts & { bucket: number } & Record<Name, string>;
type Asked = { view: Exclude<View, "pair">; pieces: readonly Piece[]; by: readonly Name[]; filter: SumFilter; buckets?: boolean };

/** Sums of the pieces of a view, by the names asked for; `bucket` only where asked for. Each piece is one walk along an index. */
export const readSums = async (db: Db, { view, pieces, by, filter, buckets = false }: Asked): Promise<Sum[]> => {
  const keys = by.map((name) => columns[name]);
  const group = [...(buckets ? ["bucket"] : []), ...keys];
  const own = (where: SQL) => sql`
    select ${sql.raw([...keys, ...counts].join(", "))} from ${sql.raw(tableOf(view))} r
    where ${where} and r.step = p.step and r.at >= p."from" and r.at < p."to" and r.demo = ${filter.demo} ${isOf(filter)}`;
  const rows = sql.join(whose(view, filter).map(own), sql` union all `);
  const named = group.length > 0 ? sql.raw(group.join(", ")) : undefined;
  // `offset 0`: each piece is read by itself along the index, whatever the planner thinks of all of them.
  const found = rowsOf<Record<string, string | number>>(
    await db.execute(sql`
      select ${named ? sql`${named}, ` : sql``} ${sql.raw(counts.map((name) => `coalesce(sum(times * ${name}), 0)::float8 as ${name}`).join(", "))}
      from ${partsOf(pieces)} cross join lateral (${rows} offset 0) as piece ${named ? sql`group by ${named}` : sql``}`),
  );
  // Of what was added and taken away again nothing is left.
  const left = named ? found.filter((row) => counts.some((name) => row[name] !== 0)) : found;
  return left.map((row) => ({
    ...(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, String(row[column] ?? "")])) as Record<Name, string>),
    bucket: Number(row.bucket ?? 0),
    succeeded: Number(row.succeeded),
    failed: Number(row.failed),
    exhausted: Number(row.exhausted),
    pending: Number(row.pending),
  }));
};

/** How a view's rows are found. An agent's lie apart in two indexes of the one by agents: who works with itself is in both, and counts once. */
const whose = (view: Asked["view"], { agent = [], demo }: SumFilter): SQL[] => {
  const keys = sql.param(agent);
  if (view === "detail")
    return [sql`r.from_key = any(${keys}::text[])`, sql`r.to_key = any(${keys}::text[]) and r.from_key <> all(${keys}::text[])`];
  if (view === "ofAgent") return [sql`r.key = any(${sql.param(agent.map((key) => agentSumKey(key, demo)))}::uuid[])`];
  return [sql`r.view = ${sql.raw(`'${view}'`)}`];
};

/** As arrays, whose length the planner sees: it would take anything else for a hundred pieces, and the query for a large one. */
const partsOf = (pieces: readonly Piece[]) => {
  const column = <T>(of: (piece: Piece) => T) => sql.param(pieces.map(of));
  return sql`unnest(${column(({ step }) => step)}::smallint[], ${column(({ from }) => iso(from))}::timestamptz[],
    ${column(({ to }) => iso(to))}::timestamptz[], ${column(({ bucket }) => bucket)}::int[], ${column(({ times }) => times)}::int[]) as p(step, "from", "to", bucket, times)`;
};

/** Of this type, and of this role on either side. */
const isOf = ({ type, role }: SumFilter) => {
  const column = (name: string) => sql.raw(`r.${name}`);
  return sql`${type === undefined ? sql`` : sql`and ${column("type")} = ${type}`}
    ${role === undefined ? sql`` : sql`and (${column("from_role")} = ${role} or ${column("to_role")} = ${role})`}`;
};
