import { valueQuery, valueTrendQuery, type ValueScope, type ValueTrend } from "@beckon/contracts/value";
import type { valueReportInput, ValueSnapshot } from "@beckon/contracts/value-reports";
import type { z } from "zod";
import { gather } from "./gather.ts";
import type { Model } from "./model.ts";
import { readSummary } from "./summary.ts";
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
    // One moment for all of it: agents go on, and what they spend meanwhile would be in one part and not in the other.
    const read = await deps.database.snapshot(async (db) => {
      const { look, inputs } = await gather(deps, db, fixed);
      const groups = [];
      for (const by of new Set(include.groups))
        groups.push({ by, page: await readSummary(deps, db, valueQuery.parse({ ...fixed, groupBy: by, limit: mostGroups })) });
      return {
        inputs,
        groups,
        summary: await readSummary(deps, db, valueQuery.parse(fixed)),
        trend: include.trend ? await readTrend(deps, db, valueTrendQuery.parse(fixed)) : undefined,
        titles: include.titles ? await deps.outcomes.titles(db, look, mostTitles) : undefined,
      };
    });
    const { inputs } = read;
    const { rows: _, groups: __, shared: ___, groupBy: ____, cursor: _____, ...summary } = read.summary(model);
    return {
      title: title ?? `Value ${day(inputs.window.from)} to ${day(inputs.window.to)}`,
      at: at.toISOString(),
      ...narrowedBy(scope, include.groups),
      summary,
      groups: read.groups.map(({ by, page }) => {
        const { groups, shared, cursor } = page(model);
        return { by, groups, shared, more: cursor !== undefined };
      }),
      ...(read.trend ? { trend: trendOf(read.trend(model), include.groups.includes("team")) } : {}),
      ...(include.assumptions && inputs.terms ? { terms: inputs.terms } : {}),
      ...(include.inputs && include.assumptions ? { inputs } : {}),
      ...(read.titles ? { titles: read.titles } : {}),
    };
  };

/**
 * Whoever has the link must not take one role's figures for the fleet's. What it is called stands there only where groups by
 * it were asked for; agents and teams are told by ids, and stand among the groups by their names.
 */
const narrowedBy = (scope: ValueScope, groups: readonly string[]): Pick<ValueSnapshot, "narrowedBy"> => {
  const { agent, role, team, model, project, task, taskType } = scope;
  const named = Object.entries({ agent, role, team, model, project, task, taskType }).flatMap(([filter, value]) =>
    value === undefined ? [] : { filter, ...(groups.includes(filter) && filter !== "agent" && filter !== "team" ? { value } : {}) },
  );
  return named.length === 0 ? {} : { narrowedBy: named };
};

const day = (instant: string) => instant.slice(0, 10);

/** Teams stand in it by name only where groups by team were asked for. */
const trendOf = (trend: ValueTrend, teams: boolean): ValueTrend => (teams ? trend : { ...trend, firstDays: [] });
