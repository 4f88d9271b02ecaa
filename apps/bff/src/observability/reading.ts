import type { Database } from "../platform/db/database.ts";
import { mostAgents } from "./catalogue.ts";
import { countedIn, neverLess, type Source, type Sums } from "./counting.ts";
import { bounded, slotsFor, together } from "./labels.ts";
import type { Values } from "./observability.types.ts";
import type { Slices } from "./parts.ts";
import { alertsOf } from "./sources/alerts.ts";
import type { Slow } from "./sources/slow.ts";
import { standingOf } from "./sources/standing.ts";

/** What is the system's, as it stood at one instant: the same whichever process reads it. */
export type Reading = { at: Date; tookMs: number; values: Values };

type Deps = { slices: Slices; database: Database; sources: readonly Source[]; sums: readonly Sums[] };

export const read = async (
  { slices, database, sources, sums }: Deps,
  { now, slow }: { now: Date; slow: Slow | undefined },
): Promise<Reading> => {
  const begun = performance.now();
  const [[standing, counted], alerts] = await Promise.all([
    database.snapshot((db) => Promise.all([standingOf(slices, db, now), countedIn(db, { sources, sums, now })])),
    alertsOf(slices, database.db),
  ]);
  const gauges = together(standing.values, slow ? slow.values : {}, alerts, costsOf(standing.values, slow));
  const fresh = together(counted.fresh, slow ? slow.totals : {});
  const { slots, folded } = await slotsFor(database, together(gauges, fresh));
  const counters = await neverLess(database.db, { fresh: bounded(fresh, slots), totals: counted.totals });
  return {
    at: now,
    tookMs: performance.now() - begun,
    values: together(bounded(gauges, slots), counters, {
      beckon_metrics_folded_values: [...folded, ["agent", standing.foldedAgents] as const].map(([label, value]) => ({
        labels: { label },
        value,
      })),
    }),
  };
};

/** What agents used, under the names that they have by now; only those that have series. */
const costsOf = ({ beckon_agent_state: shown = [] }: Values, slow: Slow | undefined): Values => ({
  beckon_agent_cost_dollars: shown.slice(0, mostAgents).flatMap(({ labels: { state: _, ...labels } }) => {
    const value = slow?.costs.get(labels.agent_id ?? "");
    return value === undefined ? [] : [{ labels, value }];
  }),
});
