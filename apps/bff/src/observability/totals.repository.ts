import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { metricLabels, metricMarks } from "./observability.table.ts";

/** A series by its metric and its labels as JSON. */
export type Key = { metric: string; labels: string };
export type Total = Key & { folded: number[]; told: number[] };

export const readTotals = async (db: Db): Promise<Total[]> =>
  rowsOf<Total>(await db.execute(sql`select metric, labels, folded, told from metric_total`));

export const readMarks = async (db: Db): Promise<Map<string, Date>> =>
  new Map((await db.select().from(metricMarks)).map(({ source, at }) => [source, at]));

/** The mark of a source, locked until the transaction ends; a source without one begins with the beginning. */
export const lockMark = async (db: Db, source: string): Promise<Date> => {
  await db
    .insert(metricMarks)
    .values({ source, at: new Date(0) })
    .onConflictDoNothing();
  const [row] = rowsOf<{ at: string | Date }>(await db.execute(sql`select at from metric_mark where source = ${source} for update`));
  return new Date(row?.at ?? 0);
};

export const setMark = async (db: Db, source: string, at: Date): Promise<void> =>
  void (await db.execute(sql`update metric_mark set at = ${at.toISOString()}::timestamptz where source = ${source}`));

type Counted = Key & { values: readonly number[] };
const listed = (rows: readonly Counted[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(metric text, labels text, "values" float8[])`;
const byElement = (left: string, how: "sum" | "greatest") =>
  sql.raw(
    `(select array_agg(${how === "sum" ? "coalesce(a, 0) + coalesce(b, 0)" : "greatest(a, b)"} order by i) from unnest(metric_total.${left}, excluded.${left}) with ordinality as u(a, b, i))`,
  );

/** Adds to what was counted. Rows in one order for everybody. */
export const addToTotals = async (db: Db, rows: readonly Counted[]): Promise<void> => {
  if (rows.length === 0) return;
  await db.execute(sql`
    insert into metric_total (metric, labels, folded, told)
    select metric, labels, "values", array_fill(0::float8, array[cardinality("values")]) from ${listed(rows)} order by metric, labels
    on conflict (metric, labels) do update set folded = ${byElement("folded", "sum")}`);
};

/** Notes the most that is told of each series. */
export const noteTold = async (db: Db, rows: readonly Counted[]): Promise<void> => {
  if (rows.length === 0) return;
  await db.execute(sql`
    insert into metric_total (metric, labels, folded, told)
    select metric, labels, array_fill(0::float8, array[cardinality("values")]), "values" from ${listed(rows)} order by metric, labels
    on conflict (metric, labels) do update set told = ${byElement("told", "greatest")}`);
};

export const readLabels = async (db: Db): Promise<Map<string, Set<string>>> => {
  const groups = Map.groupBy(await db.select().from(metricLabels), ({ label }) => label);
  return new Map([...groups].map(([label, rows]) => [label, new Set(rows.map(({ value }) => value))]));
};

/** Values that get series of their own. Whoever calls has seen to it that there are not too many. */
export const addLabels = async (db: Db, label: string, values: readonly string[]): Promise<void> => {
  if (values.length > 0)
    await db
      .insert(metricLabels)
      .values(values.map((value) => ({ label, value })))
      .onConflictDoNothing();
};
