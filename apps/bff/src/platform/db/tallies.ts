import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "./database.ts";

/** From when to when something happened; `to` is not in it. */
export type Span = { from: Date; to: Date };

/** So many of something, under these labels. */
export type Tally = { labels: Record<string, string>; value: number };

/** Observations under these labels: how many lie in each bucket, the last beyond all bounds, and what they add up to. */
export type Spread = { labels: Record<string, string>; counts: number[]; sum: number };

export const within = (column: string, { from, to }: Span): SQL =>
  sql`${sql.raw(column)} >= ${from.toISOString()}::timestamptz and ${sql.raw(column)} < ${to.toISOString()}::timestamptz`;

/** How many rows there are of each combination of labels, or what their `value` adds up to where they have one. */
export const readTallies = async (
  db: Db,
  { rows, labels, valued = false }: { rows: SQL; labels: readonly string[]; valued?: boolean },
): Promise<Tally[]> => {
  const names = sql.raw(labels.join(", "));
  const found = rowsOf<Record<string, string | number>>(
    await db.execute(sql`
      select ${labels.length > 0 ? sql`${names}, ` : sql``} ${valued ? sql`coalesce(sum(value), 0)` : sql`count(*)`}::float8 as value from (${rows}) as r
      ${labels.length > 0 ? sql`group by ${names}` : sql``}`),
  );
  return found.map((row) => ({ labels: labelsOf(row, labels), value: Number(row.value) }));
};

/** The `seconds` of rows, sorted into buckets by the database: what lies on a bound is below it. Negative ones count as none. */
export const readSpreads = async (
  db: Db,
  { rows, labels, bounds }: { rows: SQL; labels: readonly string[]; bounds: readonly number[] },
): Promise<Spread[]> => {
  const names = sql.raw(labels.map((name) => `${name}, `).join(""));
  const falling = bounds.map((bound) => -bound).toReversed();
  const found = rowsOf<Record<string, string | number>>(
    await db.execute(sql`
      select ${names} ${bounds.length}::int - width_bucket(-greatest(seconds, 0)::float8, ${sql.param(falling)}::float8[]) as bucket,
        count(*)::float8 as n, sum(greatest(seconds, 0))::float8 as sum
      from (${rows}) as r where seconds is not null group by ${names} bucket`),
  );
  const spreads = new Map<string, Spread>();
  for (const row of found) {
    const own = labelsOf(row, labels);
    const key = JSON.stringify(own);
    const spread = spreads.get(key) ?? { labels: own, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
    spread.counts[Number(row.bucket)] = Number(row.n);
    spread.sum += Number(row.sum);
    spreads.set(key, spread);
  }
  return [...spreads.values()];
};

const labelsOf = (row: Record<string, unknown>, labels: readonly string[]): Record<string, string> =>
  Object.fromEntries(labels.map((name) => [name, String(row[name] ?? "")]));
