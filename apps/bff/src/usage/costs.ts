import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { sourceOf } from "./sources.ts";
import { readBuckets, readGroups } from "./summary.repository.ts";
import { toSum } from "./figures.ts";
import type { CostsQuery, Figures, Filter, UsageCosts } from "./usage.types.ts";

const columns = { agent: "agent_id", role: "role", project: "project", model: "model" } as const;
/** All there are: nobody reads these page by page. */
const most = 1_000_000;

/** What a window cost, by the column or the spans that are named; else in one row, or none where nothing was used. */
export const costs = async (db: Db, { from, to, by, spans, demo, ...names }: CostsQuery): Promise<UsageCosts[]> => {
  const window: Span = { from: from.getTime(), to: to.getTime() };
  const filter: Filter = { demo, ...Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) };
  if (filter.agents?.length === 0) return [];
  if (by === undefined) return (await readBuckets(db, sourceOf({ filter, key: "bucket", spans: spans ?? [window] }))).map(toCosts);
  return (await readGroups(db, sourceOf({ filter, key: columns[by], spans: [window] }), { limit: most })).map(toCosts);
};

/** Where all is told and nothing was billed, that is a sum of nothing; where something is not known, there is none. */
const toCosts = (row: Figures): UsageCosts => {
  const { cost, n } = toSum(row);
  const { billed, plan, apiEquivalent, paymentUnknown } = cost;
  const silent = n === 0 || paymentUnknown > 0 || apiEquivalent.unknown > 0;
  return {
    key: row.key,
    billed: billed.micros ?? (silent ? null : 0),
    plan: plan.micros ?? (silent ? null : 0),
    apiEquivalent: apiEquivalent.micros,
    unpriced: apiEquivalent.unknown,
    paymentUnknown,
  };
};
