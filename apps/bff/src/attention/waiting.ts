import type { AttentionSummary } from "@beckon/contracts/attention";
import type { DecisionKind } from "@beckon/contracts/decisions";
import { priceOf, shareOf, workingHours } from "@beckon/metrics/attention";
import { lengthOf, merged, spreadOver, waitingTime, within, type Interval } from "@beckon/metrics/waiting";
import type { AttentionRates } from "./attention.types.ts";
import type { Wait } from "./columns.ts";
import type { Quarters, Window } from "./window.ts";

export type OfAgent = { agentId: string; waits: readonly Wait[] };
type Waiting = AttentionSummary["waiting"];
export type WaitingFigures = Omit<Waiting, "cost" | "byAgent"> & {
  byAgent: Omit<Waiting["byAgent"][number], "name">[];
  /** By day of the window: waiting, and of it outside working hours. */
  days: { waitingMs: number; outsideMs: number }[];
};

/** METRICS "Waiting time" of every agent, added up, and when it was. `now`: until when an open request has waited. */
export const waitingFigures = (agents: readonly OfAgent[], window: Window, quarters: Quarters, now: number): WaitingFigures => {
  const perQuarter = new Float64Array(quarters.count);
  const byKind = new Map<DecisionKind, { ms: number; n: number }>();
  const byAgent: WaitingFigures["byAgent"] = [];
  for (const { agentId, waits } of agents) {
    // The server's own questions block nobody that is known.
    if (agentId === "") continue;
    const spans = waits.map(spanIn(window, now));
    const union = merged(spans.flatMap((span) => span ?? []));
    if (union.length === 0) continue;
    spreadOver(union, quarters, perQuarter);
    const open = waits.filter(({ how }) => how === "o").length;
    byAgent.push({ agentId, ms: lengthOf(union), n: spans.filter((span) => span !== undefined).length, open });
    for (const [kind, own] of Map.groupBy(waits.keys(), (index) => (waits[index] as Wait).kind)) {
      const ofKind = own.flatMap((index) => spans[index] ?? []);
      const sum = byKind.get(kind) ?? { ms: 0, n: 0 };
      byKind.set(kind, { ms: sum.ms + waitingTime(ofKind), n: sum.n + ofKind.length });
    }
  }
  byAgent.sort((a, b) => b.ms - a.ms || (a.agentId < b.agentId ? -1 : 1));
  const total = (of: (one: (typeof byAgent)[number]) => number) => byAgent.reduce((sum, one) => sum + of(one), 0);
  const ms = total((one) => one.ms);
  const { byHour, outsideMs, days } = whenOf(perQuarter, quarters);
  return {
    ...{ ms, n: total(({ n }) => n), open: total(({ open }) => open), agents: byAgent.length },
    ...{ outsideMs, outsideShare: shareOf(outsideMs, ms), byHour, days, byAgent },
    byKind: [...byKind].map(([kind, sum]) => ({ kind, ...sum })).sort((a, b) => b.ms - a.ms || (a.kind < b.kind ? -1 : 1)),
  };
};

const spanIn =
  (window: Window, now: number) =>
  ({ asked, ended }: Wait): Interval | undefined =>
    within([{ from: asked, to: ended ?? now }], window)[0];

const whenOf = (perQuarter: Float64Array, { dayOf, hourOf, days }: Quarters) => {
  const byHour = Array.from({ length: 24 }, () => 0);
  const perDay = days.map(() => ({ waitingMs: 0, outsideMs: 0 }));
  let outsideMs = 0;
  for (const [quarter, ms] of perQuarter.entries()) {
    const hour = hourOf[quarter] as number;
    const day = perDay[dayOf[quarter] as number] as (typeof perDay)[number];
    byHour[hour] = (byHour[hour] as number) + ms;
    day.waitingMs += ms;
    if (hour >= workingHours.from && hour < workingHours.to) continue;
    day.outsideMs += ms;
    outsideMs += ms;
  }
  return { byHour, outsideMs, days: perDay };
};

/** METRICS "Cost of waiting": each agent at what its hour is billed, and all at the declared cost of delay. Unknown parts are named. */
export const waitingCost = (
  byAgent: readonly { agentId: string; ms: number }[],
  rates: AttentionRates,
  agentRates: ReadonlyMap<string, number>,
): Waiting["cost"] => {
  const priced = byAgent.filter(({ agentId }) => agentRates.has(agentId));
  const dollars = priced.reduce((sum, { agentId, ms }) => sum + priceOf(ms, agentRates.get(agentId) as number), 0);
  const unpricedMs = byAgent.reduce((sum, { agentId, ms }) => sum + (agentRates.has(agentId) ? 0 : ms), 0);
  const ms = byAgent.reduce((sum, one) => sum + one.ms, 0);
  return {
    agentsMicros: priced.length === 0 ? null : inCurrency(dollars, rates),
    unpricedMs,
    delayMicros: rates.delayMicros === null ? null : priceOf(ms, rates.delayMicros),
    gaps: [...(unpricedMs > 0 ? (["agents_unpriced"] as const) : []), ...(rates.delayMicros === null ? (["no_delay"] as const) : [])],
  };
};

const inCurrency = (dollarMicros: number, { perDollarMicros }: AttentionRates): number =>
  Number((BigInt(dollarMicros) * BigInt(perDollarMicros) + 500_000n) / 1_000_000n);
