import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { readCosts, type CostRow } from "./costs.repository.ts";
import { sourceOf } from "./sources.ts";
import type { CostsQuery, Filter, UsageCosts } from "./usage.types.ts";

const columns = { agent: "agent_id", role: "role", project: "project", model: "model" } as const;

/** What a window cost, by the column or the spans that are named; else in one row, or none where nothing was used. */
export const costs = async (db: Db, query: CostsQuery): Promise<UsageCosts[]> => eachOf(await rowsOf(db, query));

/** The same by a column, and beside it all of them as one: of a year finding the rows takes longest, and they are the same. */
export const costsWithWhole = async (
  db: Db,
  query: CostsQuery & { by: NonNullable<CostsQuery["by"]> },
): Promise<{ whole: UsageCosts | undefined; each: UsageCosts[] }> => {
  const rows = await rowsOf(db, query);
  return { whole: rows.length === 0 ? undefined : toCosts(["", rows]), each: eachOf(rows) };
};

const rowsOf = async (db: Db, { from, to, by, spans, demo, ...names }: CostsQuery): Promise<CostRow[]> => {
  const window: Span = { from: from.getTime(), to: to.getTime() };
  const filter: Filter = { demo, ...Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) };
  if (filter.agents?.length === 0) return [];
  const source =
    by === undefined
      ? sourceOf({ filter, key: "bucket", spans: spans ?? [window] })
      : sourceOf({ filter, key: columns[by], spans: [window] });
  return readCosts(db, source);
};

const eachOf = (rows: readonly CostRow[]): UsageCosts[] => [...Map.groupBy(rows, ({ key }) => key)].map(toCosts);

/** Where all is told and nothing was billed, that is a sum of nothing; where something is not known, there is none. */
const toCosts = ([key, rows]: [string, readonly CostRow[]]): UsageCosts => {
  const total = (of: (row: CostRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const [unpriced, paymentUnknown] = [total((row) => row.unpriced), total((row) => row.unknown)];
  const known = (payment?: string) => {
    const priced = rows.filter((row) => row.priced && (payment === undefined || row.payment === payment));
    return priced.length === 0 ? null : priced.reduce((sum, { micros }) => sum + micros, 0);
  };
  const otherwise = paymentUnknown > 0 || unpriced > 0 ? null : 0;
  return {
    key,
    billed: known("tokens") ?? otherwise,
    plan: known("plan") ?? otherwise,
    apiEquivalent: known(),
    unpriced,
    paymentUnknown,
  };
};
