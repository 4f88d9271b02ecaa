import { safe } from "./money.ts";
import type { Sample } from "./sample.ts";
import type { Strength, Triple } from "./types.ts";
import { worth } from "./worth.ts";

type Inputs = { hours: Sample["byType"]; rate: Triple; realisation: Triple; cost: number };

/**
 * The inputs that move the net most: each at its P10 and at its P90, all others at P50 (a tornado). Only what somebody
 * gave a range has one: rate, realisation, and the hours of each task type, taken together as they were drawn, because
 * many outcomes are not all wrong the same way at once. Shares and costs are numbers without a range; to invent one
 * would be to invent the answer.
 */
export function strongest({ hours, rate, realisation, cost }: Inputs, atMost = 3): Strength[] {
  const p50 = hours.reduce((sum, { parts }) => sum + parts.p50, 0n);
  const net = (parts: bigint, r = rate.p50, u = realisation.p50) => safe(worth(parts, r, u) - BigInt(cost));
  const all: Strength[] = [
    { input: "rate", low: net(p50, rate.p10), high: net(p50, rate.p90) },
    { input: "realisation", low: net(p50, undefined, realisation.p10), high: net(p50, undefined, realisation.p90) },
    ...hours.map(({ taskType, parts }): Strength => ({
      input: "hours",
      taskType,
      low: net(p50 - parts.p50 + parts.p10),
      high: net(p50 - parts.p50 + parts.p90),
    })),
  ];
  const swing = ({ low, high }: Strength) => high - low;
  const name = ({ input, taskType }: Strength) => `${input} ${taskType ?? ""}`;
  return all
    .filter((one) => swing(one) > 0)
    .sort((a, b) => swing(b) - swing(a) || (name(a) < name(b) ? -1 : 1))
    .slice(0, atMost);
}
