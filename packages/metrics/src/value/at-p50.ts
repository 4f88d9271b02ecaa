import { spanUnits } from "./pert.ts";
import { hoursAtP50, meanHours, type Weighed } from "./hours.ts";
import { safe } from "./money.ts";
import type { Fit } from "./pert.ts";
import type { Bridge, ValueOutcome } from "./types.ts";
import { meanWorth, worth } from "./worth.ts";

const ppm = 1_000_000;

/** From gross to net with every input at its P50: exact, each step rounded for itself. */
export function bridge(all: readonly Weighed[], rate: number, realisation: number, cost: number | null): Bridge {
  const after = (shareOf: (outcome: ValueOutcome) => bigint) =>
    all.reduce((sum, { outcome }) => sum + BigInt(outcome.hours.p50) * BigInt(spanUnits) * shareOf(outcome), 0n);
  const whole = BigInt(ppm);
  const money = (hours: bigint, used = ppm) => safe(worth(hours, rate, used));
  const value = money(sumOf(all, hoursAtP50), realisation);
  return {
    gross: money(after(() => whole * whole * whole)),
    afterAgentShare: money(after(({ agentShare }) => BigInt(agentShare) * whole * whole)),
    afterCounterfactual: money(after(({ agentShare, counterfactual }) => BigInt(agentShare) * BigInt(counterfactual) * whole)),
    afterDurability: money(sumOf(all, hoursAtP50)),
    value,
    cost,
    net: cost === null ? null : value - cost,
  };
}

/** The mean of the value by closed form, in micros: what sampling scatters around. */
export function expected(all: readonly Weighed[], rate: Fit, realisation: Fit): number {
  return safe(meanWorth(sumOf(all, meanHours), rate, realisation));
}

function sumOf(all: readonly Weighed[], of: (one: Weighed) => bigint): bigint {
  return all.reduce((sum, one) => sum + of(one), 0n);
}
