import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { readCosts, type CostRow } from "./costs.repository.ts";
import { sourceOf } from "./sources.ts";
import type { CostsQuery, Filter, UsageCosts } from "./usage.types.ts";

const columns = { agent: "agent_id", role: "role", project: "project", model: "model" } as const;

/** What a window cost, by the column or the spans that are named; else in one row, or none where nothing was used. */
export const costs = async (db: Db, { from, to, by, spans, demo, ...names }: CostsQuery): Promise<UsageCosts[]> => {
  const window: Span = { from: from.getTime(), to: to.getTime() };
  const filter: Filter = { demo, ...Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) };
  if (filter.agents?.length === 0) return [];
  const source =
    by === undefined
      ? sourceOf({ filter, key: "bucket", spans: spans ?? [window] })
      : sourceOf({ filter, key: columns[by], spans: [window] });
  return [...Map.groupBy(await readCosts(db, source), ({ key }) => key)].map(toCosts);
};

/** Where all is told and nothing was billed, that is a sum of nothing; where something is not known, there is none. */
const toCosts = ([key, rows]: [string, CostRow[]]): UsageCosts => {
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
