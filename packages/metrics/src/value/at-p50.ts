import type { Weight } from "./hours.ts";
import { safe } from "./money.ts";
import type { Fit } from "./pert.ts";
import type { Bridge } from "./types.ts";
import { meanWorth, worth } from "./worth.ts";

const ppm = 1_000_000;

/** From gross to net with every input at its P50: exact, each step rounded for itself. `sums`: hours by what they count. */
export function bridge(sums: readonly (readonly [Weight, bigint])[], rate: number, realisation: number, cost: number | null): Bridge {
  const after = (shareOf: (shares: Weight["shares"]) => bigint) =>
    sums.reduce((sum, [{ shares }, hours]) => sum + hours * shareOf(shares), 0n);
  const whole = BigInt(ppm);
  const money = (hours: bigint, used = ppm) => safe(worth(hours, rate, used));
  const left = sums.reduce((sum, [{ parts }, hours]) => sum + hours * parts, 0n);
  const value = money(left, realisation);
  return {
    gross: money(after(() => whole * whole * whole)),
    afterAgentShare: money(after(({ agentShare }) => BigInt(agentShare) * whole * whole)),
    afterCounterfactual: money(after(({ agentShare, counterfactual }) => BigInt(agentShare) * BigInt(counterfactual) * whole)),
    afterDurability: money(left),
    value,
    cost,
    net: cost === null ? null : value - cost,
  };
}

/** The mean of the value by closed form, in micros, of mean hours in parts: what sampling scatters around. */
export function expected(hours: bigint, rate: Fit, realisation: Fit): number {
  return safe(meanWorth(hours, rate, realisation));
}
