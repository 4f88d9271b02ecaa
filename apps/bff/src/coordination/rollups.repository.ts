import { sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { tableOf, type Rollup, type Table } from "./rollups.ts";
import { iso } from "./window.ts";

const counts = ["succeeded", "failed", "exhausted", "pending"] as const;
/** The tables of the sums, with what a row is known by and the names it has. */
const tables = {
  coordination_rollup: { known: ["view", "step", "at", "key"], named: ["type", "cause", "from_role", "to_role", "pattern"] },
  coordination_detail_rollup: { known: ["step", "at", "key"], named: ["type", "cause", "from_key", "to_key", "from_role", "to_role"] },
  coordination_agent_rollup: { known: ["key", "step", "at"], named: [] },
  coordination_pair_rollup: { known: ["step", "at", "key"], named: [] },
} satisfies Record<Table, { known: string[]; named: string[] }>;

const toJson = ({ fromKey, toKey, fromRole, toRole, at, ...rest }: Rollup, index: number) => ({
  ...rest,
  from_key: fromKey,
  to_key: toKey,
  from_role: fromRole,
  to_role: toRole,
  at: iso(at),
  index,
});
type Row = ReturnType<typeof toJson>;

const shape =
  sql.raw(`as x(index int, view text, step smallint, at timestamptz, key uuid, type text, cause text, from_key text, to_key text,
  from_role text, to_role text, pattern text, demo boolean, ${counts.map((name) => `${name} int`).join(", ")})`);
const recordsOf = (rows: readonly unknown[]) => sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) ${shape}`;

/** Adds to the sums, in the order given; a row of which nothing is left is taken away. */
export const addToRollups = async (db: Db, rollups: readonly Rollup[]): Promise<void> => {
  const rows = Map.groupBy(rollups, ({ view }) => tableOf(view));
  for (const table of Object.keys(tables) as Table[]) await addTo(db, table, (rows.get(table) ?? []).map(toJson));
};

const addTo = async (db: Db, table: Table, rows: readonly Row[]): Promise<void> => {
  if (rows.length === 0) return;
  const { known, named } = tables[table];
  if (table === "coordination_pair_rollup") await namePairs(db, rows);
  const list = sql.raw([...known, ...named, "demo", ...counts].join(", "));
  await db.execute(sql`
    insert into ${sql.raw(table)} (${list}) select ${list} from ${recordsOf(rows)} order by index
    on conflict (${sql.raw(known.join(", "))}) do update set
      ${sql.raw(counts.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(", "))}`);
  const lessened = rows.filter((row) => counts.some((name) => row[name] < 0)).map(({ view, step, at, key }) => ({ view, step, at, key }));
  if (lessened.length === 0) return;
  await db.execute(sql`
    delete from ${sql.raw(table)} r using ${recordsOf(lessened)}
    where ${sql.raw([...known.map((name) => `r.${name} = x.${name}`), ...counts.map((name) => `r.${name} = 0`)].join(" and "))}`);
};

const namePairs = (db: Db, rows: readonly Row[]) => {
  const list = sql.raw("key, type, from_key, to_key, from_role, to_role, demo");
  const each = [...new Map(rows.map((row) => [row.key, row])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return db.execute(sql`
    insert into coordination_pair (${list}) select ${list} from ${recordsOf(each)} order by key on conflict do nothing`);
};

/** Names of pairs of whom no sum is left. */
export const deleteIdlePairs = async (db: Db): Promise<void> =>
  void (await db.execute(sql`
    delete from coordination_pair p where not exists (select from coordination_pair_rollup r where r.key = p.key)`));
