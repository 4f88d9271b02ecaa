import type { AttentionSummary } from "@beckon/contracts/attention";
import { priceOf, shareOf, workingHours } from "@beckon/metrics/attention";
import { lengthOf, spreadOver, unionOf, type Interval } from "@beckon/metrics/waiting";
import type { AttentionRates } from "./attention.types.ts";
import { byGroup, kinds, type Waits } from "./waits.ts";
import type { Quarters, Window } from "./window.ts";

type Waiting = AttentionSummary["waiting"];
export type WaitingFigures = Omit<Waiting, "cost" | "byAgent"> & {
  byAgent: Omit<Waiting["byAgent"][number], "name">[];
  /** By day of the window: waiting, and of it outside working hours. */
  days: { waitingMs: number; outsideMs: number }[];
};

const isOpen = "o".charCodeAt(0);

/** METRICS "Waiting time" of every agent, added up, and when it was. `now`: until when an open request has waited. */
export const waitingFigures = (waits: Waits, window: Window, quarters: Quarters, now: number): WaitingFigures => {
  const unions: Interval[] = [];
  const byKind = new Map<number, { ms: number; n: number }>();
  const byAgent: WaitingFigures["byAgent"] = [];
  const cut = cutTo(waits, window, now);
  const agents = waits.agents.length;
  const [ofAgent, ofKind] = [
    byGroup(cut.agent, agents),
    byGroup(
      cut.agent.map((agent, at) => agent * kinds.length + (cut.kind[at] as number)),
      agents * kinds.length,
    ),
  ];
  const [starts, ends, kindStarts, kindEnds] = [ofAgent(cut.from), ofAgent(cut.to), ofKind(cut.from), ofKind(cut.to)];
  const open = openOf(waits);
  for (const [agent, agentId] of waits.agents.entries()) {
    const own = starts(agent);
    // The server's own questions block nobody that is known.
    if (agentId === "" || own.length === 0) continue;
    const union = unionOf(own, ends(agent));
    for (const interval of union) unions.push(interval);
    byAgent.push({ agentId, ms: lengthOf(union), n: own.length, open: open[agent] as number });
    for (const kind of kinds.keys()) {
      const alike = kindStarts(agent * kinds.length + kind);
      if (alike.length === 0) continue;
      const sum = byKind.get(kind) ?? { ms: 0, n: 0 };
      const ms = lengthOf(unionOf(alike, kindEnds(agent * kinds.length + kind)));
      byKind.set(kind, { ms: sum.ms + ms, n: sum.n + alike.length });
    }
  }
  byAgent.sort((a, b) => b.ms - a.ms || (a.agentId < b.agentId ? -1 : 1));
  const total = (of: (one: (typeof byAgent)[number]) => number) => byAgent.reduce((sum, one) => sum + of(one), 0);
  const ms = total((one) => one.ms);
  const { byHour, outsideMs, days } = whenOf(spreadOver(unions, quarters), quarters);
  return {
    ...{ ms, n: total(({ n }) => n), open: total((one) => one.open), agents: byAgent.length },
    ...{ outsideMs, outsideShare: shareOf(outsideMs, ms), byHour, days, byAgent },
    byKind: [...byKind]
      .map(([kind, sum]) => ({ kind: kinds[kind] as (typeof kinds)[number], ...sum }))
      .sort((a, b) => b.ms - a.ms || (a.kind < b.kind ? -1 : 1)),
  };
};

/** What of each wait lies in the window, without those of which nothing does. */
const cutTo = ({ n, agent, kind, asked, ended }: Waits, window: Window, now: number) => {
  const cut = { agent: new Uint32Array(n), kind: new Uint8Array(n), from: new Float64Array(n), to: new Float64Array(n) };
  let kept = 0;
  for (let at = 0; at < n; at += 1) {
    const end = ended[at] as number;
    const from = Math.max(asked[at] as number, window.from);
    const to = Math.min(end === Number.POSITIVE_INFINITY ? now : end, window.to);
    if (from >= to) continue;
    cut.agent[kept] = agent[at] as number;
    cut.kind[kept] = kind[at] as number;
    cut.from[kept] = from;
    cut.to[kept] = to;
    kept += 1;
  }
  return { agent: cut.agent.subarray(0, kept), kind: cut.kind.subarray(0, kept), from: cut.from, to: cut.to };
};

/** How many of each agent's are open still. */
const openOf = ({ n, agents, agent, how }: Waits): Uint32Array => {
  const open = new Uint32Array(agents.length);
  for (let at = 0; at < n; at += 1) if (how[at] === isOpen) open[agent[at] as number] = (open[agent[at] as number] as number) + 1;
  return open;
};

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
