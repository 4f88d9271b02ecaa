import { valueQuery } from "@beckon/contracts/value";
import { startOfQuarter } from "../../platform/keys.ts";
import type { Database } from "../../platform/db/database.ts";
import { databaseBytes } from "../../platform/jobs/job-figures.ts";
import { mostBudgets } from "../catalogue.ts";
import { clipLabel } from "../labels.ts";
import type { Values } from "../observability.types.ts";
import type { Slices } from "../parts.ts";

const dayMs = 86_400_000;
const mostTeams = 50;
const dollars = (micros: number) => micros / 1_000_000;

/** What takes long to find out and changes little: once a minute is enough. `totals` are counters. */
export type Slow = { values: Values; totals: Values; costs: ReadonlyMap<string, number> };

export const slowly = async (slices: Slices, database: Database, now: Date): Promise<Slow> => {
  const { db } = database;
  return {
    values: {
      ...(await valueIn(slices)),
      ...(await budgetsIn(slices, db)),
      beckon_database_size_bytes: [{ labels: {}, value: await databaseBytes(db) }],
    },
    totals: await teamsIn(slices, db),
    costs: await costsIn(slices, db, now),
  };
};

const valueIn = async ({ value }: Slices): Promise<Values> => {
  const { figures, counts, currency, demo } = await value.summary(valueQuery.parse({}));
  if (demo) return {};
  const estimates = ["p10", "p50", "p90"] as const;
  const { value: worth, costMicros, roi, breakEvenMilliHours } = figures;
  return {
    beckon_value_amount: worth ? estimates.map((estimate) => ({ labels: { currency, estimate }, value: dollars(worth[estimate]) })) : [],
    beckon_value_cost_amount: costMicros === null ? [] : [{ labels: { currency }, value: dollars(costMicros) }],
    beckon_value_roi_ratio: roi ? estimates.map((estimate) => ({ labels: { estimate }, value: roi[estimate] / 1_000_000 })) : [],
    beckon_value_break_even_seconds: breakEvenMilliHours === null ? [] : [{ labels: {}, value: breakEvenMilliHours * 3.6 }],
    beckon_value_outcomes: [{ labels: {}, value: counts.outcomes }],
  };
};

const budgetsIn = async ({ budgets }: Slices, db: Database["db"]): Promise<Values> => {
  const all = (await budgets.forReplica(db)).filter(({ paused }) => !paused).slice(0, mostBudgets);
  const labels = ({ id, scope, period }: (typeof all)[number]) => ({ budget: clipLabel(`${scope.name}, ${period}`), budget_id: id });
  return {
    beckon_budget_limit_dollars: all.map((one) => ({ labels: labels(one), value: dollars(one.current.limitMicros) })),
    beckon_budget_spent_dollars: all.flatMap((one) => {
      const micros = one.current.spent?.micros ?? null;
      return micros === null ? [] : [{ labels: labels(one), value: dollars(micros) }];
    }),
    beckon_budget_forecast_dollars: all.flatMap((one) =>
      one.current.forecast ? [{ labels: labels(one), value: dollars(one.current.forecast.p50) }] : [],
    ),
  };
};

const teamsIn = async ({ teams, usage }: Slices, db: Database["db"]): Promise<Values> => {
  const cost: NonNullable<Values["beckon_team_cost_api_equivalent_dollars_total"]> = [];
  const tokens: NonNullable<Values["beckon_team_tokens_total"]> = [];
  for (const { id, name } of await teams.atWork(db, mostTeams)) {
    const runs = await teams.runs(db, id);
    const used = await usage.totals.ofSessions(db, [...new Set(runs.map(({ sessionId }) => sessionId))]);
    cost.push({ labels: { team: name }, value: dollars(used.micros) });
    const kinds = { input: used.input, output: used.output, cache_read: used.cacheRead, cache_write: used.cacheWrite };
    for (const [kind, value] of Object.entries(kinds)) tokens.push({ labels: { team: name, kind }, value });
  }
  return { beckon_team_cost_api_equivalent_dollars_total: cost, beckon_team_tokens_total: tokens };
};

/** What each agent used in the last 24 hours, by its id. */
const costsIn = async ({ usage }: Slices, db: Database["db"], now: Date): Promise<Map<string, number>> => {
  const rows = await usage.costs(db, { from: new Date(startOfQuarter(now.getTime() - dayMs)), to: now, demo: false, by: "agent" });
  return new Map(rows.flatMap(({ key, apiEquivalent }) => (apiEquivalent === null ? [] : [[key, dollars(apiEquivalent)]])));
};
