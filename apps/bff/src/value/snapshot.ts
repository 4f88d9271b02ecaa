import { valueQuery, valueTrendQuery, type ValueScope } from "@beckon/contracts/value";
import type { valueReportInput, ValueSnapshot } from "@beckon/contracts/value-reports";
import type { z } from "zod";
import { gather } from "./gather.ts";
import type { Model } from "./model.ts";
import { summarize } from "./summary.ts";
import { readTrend } from "./trend.ts";
import type { ValueDeps } from "./value.types.ts";

const mostGroups = 200;
const mostTitles = 1_000;

type Input = z.output<typeof valueReportInput>;

/** What a report holds: figures with all they are made of, and of work's own words only what was asked for. */
export const takeSnapshot =
  (deps: ValueDeps, model: Model) =>
  async ({ title, scope, include }: Input): Promise<ValueSnapshot> => {
    const at = deps.clock();
    // One window for all of it, also where its end is not given.
    const fixed: ValueScope = { ...scope, to: scope.to ?? at.toISOString() };
    const read = summarize(deps, model);
    const { rows: _, groups: __, shared: ___, groupBy: ____, cursor: _____, ...summary } = await read(valueQuery.parse(fixed));
    const groups = [];
    for (const by of new Set(include.groups)) {
      const page = await read(valueQuery.parse({ ...fixed, groupBy: by, limit: mostGroups }));
      groups.push({ by, groups: page.groups, shared: page.shared, more: page.cursor !== undefined });
    }
    const { look, inputs } = await deps.database.snapshot((db) => gather(deps, db, fixed));
    return {
      title: title ?? `Value ${day(inputs.window.from)} to ${day(inputs.window.to)}`,
      at: at.toISOString(),
      summary,
      groups,
      ...(include.trend ? { trend: await trendOf(deps, model, fixed, include.groups.includes("team")) } : {}),
      ...(include.assumptions && inputs.terms ? { terms: inputs.terms } : {}),
      ...(include.inputs && include.assumptions ? { inputs } : {}),
      ...(include.titles ? { titles: await deps.outcomes.titles(deps.database.db, look, mostTitles) } : {}),
    };
  };

const day = (instant: string) => instant.slice(0, 10);

/** Teams stand in it by name only where groups by team were asked for. */
const trendOf = async (deps: ValueDeps, model: Model, scope: ValueScope, teams: boolean): Promise<NonNullable<ValueSnapshot["trend"]>> => {
  const trend = await readTrend(deps, model)(valueTrendQuery.parse(scope));
  return teams ? trend : { ...trend, firstDays: [] };
};
