import { quarterMs, startOfQuarter } from "../../platform/keys.ts";
import { hourMs, ofAll, type ReadKind } from "./reading.ts";

/** What an hour of waiting counts where nobody knows what the agent costs. */
const unknownRate = 1_000_000;
const ratesOfMs = 30 * 24 * hourMs;

/** METRICS "Cost of waiting" of each open question so far. */
export const decisionWaiting: ReadKind = async ({ deps, db, now, facts }) => {
  const asked = await facts.asked();
  if (asked.length === 0) return [];
  const agents = [...new Set(asked.map(({ agent }) => agent.id))];
  const rates = await deps.usage.hourlyRates(db, agents, new Date(now.getTime() - ratesOfMs));
  return asked.map(({ id, title, agent, askedAt }) => {
    const rate = rates.get(agent.id);
    const note = rate === undefined ? `${agent.name}; what it costs is not known` : agent.name;
    const hours = Math.max(0, now.getTime() - Date.parse(askedAt)) / hourMs;
    return { subject: { kind: "request" as const, id, name: title, note }, value: hours * (rate ?? unknownRate) };
  });
};

/** Of the quarter of an hour under way and the three before. */
export const spendHour: ReadKind = async ({ deps, db, now }) => {
  const from = startOfQuarter(now.getTime()) - 3 * quarterMs;
  const { micros, n } = await deps.usage.spent(db, { of: "all" }, { from, to: from + 4 * quarterMs, column: "apiEquivalent" });
  return ofAll(n === 0 ? 0 : micros);
};

/** How far above the utmost of usual the hour under way is, by scope. */
export const spendAnomaly: ReadKind = async ({ deps, db }) =>
  (await deps.budgets.outlook.dearHours(db)).map(({ scope, micros, limit }) => ({
    subject: { kind: "budget" as const, id: scope.id ?? scope.kind, name: scope.name },
    value: limit === 0 ? null : micros / limit,
  }));

/** What each budget will have spent at the end of its period, in percent of its limit. */
export const budgetForecast: ReadKind = async ({ deps, db }) =>
  (await deps.budgets.outlook.forecasts(db)).map(({ id, name, period, p50, limitMicros }) => ({
    subject: { kind: "budget" as const, id, name, note: `by the end of this ${period}` },
    value: (p50 / limitMicros) * 100,
  }));
