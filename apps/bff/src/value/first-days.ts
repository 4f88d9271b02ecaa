import type { ValueTrend } from "@beckon/contracts/value";
import type { Db } from "../platform/db/database.ts";
import { dayMs, startOfQuarter } from "../platform/keys.ts";
import { isValued, type Valued } from "./columns.ts";
import type { Gathered } from "./gather.ts";
import type { ValueDeps } from "./value.types.ts";
import { isNarrowed } from "./window.ts";

const weeks = 13;
const weekMs = 7 * dayMs;
const mostTeams = 12;
const ppm = 1_000_000n;

type FirstDays = ValueTrend["firstDays"];
type Team = { team: string | null; agents: string[]; first: number };

/**
 * The first thirteen weeks of each team, counted from the first signal of any of its agents; of those that began last, as far
 * as they reach into the window. People and agents learn: it first falls, then rises.
 */
export const firstDaysOf = async (deps: ValueDeps, db: Db, { look, span, rows: looked }: Gathered): Promise<FirstDays> => {
  const teams = (await teamsOf(deps, db, look.demo)).filter(
    ({ team, first }) => first < span.to && first + weeks * weekMs > span.from && (look.team === undefined || look.team === team),
  );
  const shown = teams.toSorted((a, b) => b.first - a.first).slice(0, mostTeams);
  if (shown.length === 0) return [];
  const names = await deps.teams.names(
    db,
    shown.flatMap(({ team }) => team ?? []),
  );
  const from = new Date(Math.min(...shown.map(({ first }) => first)));
  const isLooked = !isNarrowed(look) && from.getTime() >= span.from;
  const all = isLooked ? looked : await deps.outcomes.window(db, { from, to: new Date(span.to), demo: look.demo });
  const rows = all.filter(isValued);
  return Promise.all(
    shown.map(async (each) => ({
      team: each.team,
      ...named(each.team, names),
      firstSignalAt: new Date(each.first).toISOString(),
      weeks: await weeksOf(deps, db, { ...each, demo: look.demo, now: span.to, rows: rows.filter(({ team }) => team === each.team) }),
    })),
  );
};

const named = (team: string | null, names: ReadonlyMap<string, string>) => {
  const name = team === null ? undefined : names.get(team);
  return name === undefined ? {} : { name };
};

/** Teams by their agents, and the agents of none together. */
const teamsOf = async ({ agents, teams }: ValueDeps, db: Db, demo: boolean): Promise<Team[]> => {
  const of = await teams.ofAgents(db);
  const own = (await agents.listIn(db)).filter((agent) => (agent.demo ?? false) === demo);
  return [...Map.groupBy(own, ({ id }) => of.get(id) ?? null)].map(([team, its]) => ({
    team,
    agents: its.map(({ id }) => id),
    // On a quarter of an hour, as usage is kept.
    first: startOfQuarter(Math.min(...its.map(({ firstSeenAt }) => Date.parse(firstSeenAt)))),
  }));
};

type Asked = Team & { demo: boolean; now: number; rows: readonly Valued[] };

/** Weeks that have begun; `over`: it is complete. */
const weeksOf = async (deps: ValueDeps, db: Db, { agents, first, demo, now, rows }: Asked): Promise<FirstDays[number]["weeks"]> => {
  const spans = Array.from({ length: weeks }, (_, index) => ({ from: first + index * weekMs, to: first + (index + 1) * weekMs })).filter(
    ({ from }) => from < now,
  );
  const end = (spans.at(-1) as { to: number }).to;
  const used = await deps.usage.costs(db, { from: new Date(first), to: new Date(end), demo, agents, spans });
  const costs = new Map(used.map(({ key, apiEquivalent }) => [Number(key), apiEquivalent]));
  return spans.map(({ from, to }, index) => {
    const own = rows.filter(({ acceptedAt }) => acceptedAt >= from && acceptedAt < to);
    return {
      day: index * 7,
      outcomes: own.length,
      hoursMilli: own.reduce((sum, row) => sum + delivered(row), 0),
      costMicros: costs.get(index) ?? null,
      over: to <= now,
    };
  });
};

/** At P50: hours × agents' share × counterfactual × durability. */
const delivered = ({ p50, agentShare, counterfactual, durability }: Valued): number => {
  const scale = ppm ** 3n;
  return Number((BigInt(p50) * BigInt(agentShare) * BigInt(counterfactual) * BigInt(durability) + scale / 2n) / scale);
};
