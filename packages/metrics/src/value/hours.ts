import { fit, spanUnits, type Fit } from "./pert.ts";
import type { ValueOutcome } from "./types.ts";

/** Hours in parts of 10⁻²⁷: thousandths, each in millionths of a span, times three shares in ppm. No product is rounded. */
export const hourParts = 10n ** 27n;
const most = 1_000_000;

/** What hours count: agent share × counterfactual × durability. Outcomes with the same three share one. */
export type Weight = {
  /** In 10⁻¹⁸. */ parts: bigint;
  /** The same as a factor, to compare and to draw. */ factor: number;
  shares: Pick<ValueOutcome, "agentShare" | "counterfactual" | "durability">;
};

/** Some hours in thousandths × millionths of a span: at P50, in the mean, and the least that is drawn. */
export type Hours = { key: string; fit: Fit; p50: bigint; mean: bigint; least: bigint };

export type Weighed = { outcome: ValueOutcome; hours: Hours; weight: Weight };

/** Outcomes with what their hours count; equal triples share one distribution. */
export function weigh(outcomes: readonly ValueOutcome[]): Weighed[] {
  const triples = new Map<string, Hours>();
  const weights = new Map<number, Map<number, Map<number, Weight>>>();
  return outcomes.map((outcome) => {
    const { p10, p50, p90 } = outcome.hours;
    const weight = weightOf(weights, outcome);
    const key = `${p10}/${p50}/${p90}`;
    let hours = triples.get(key);
    if (!hours) triples.set(key, (hours = hoursOf(key, outcome)));
    return { outcome, hours, weight };
  });
}

function hoursOf(key: string, { hours }: ValueOutcome): Hours {
  const found = fit(hours);
  const at = (position: bigint) => BigInt(found.p10) * BigInt(spanUnits) + BigInt(found.span) * position;
  const p50 = BigInt(hours.p50) * BigInt(spanUnits);
  return { key, fit: found, p50, mean: at(found.mean), least: at(BigInt(found.positions[0] as number)) };
}

type Weights = Map<number, Map<number, Map<number, Weight>>>;

function weightOf(weights: Weights, { agentShare, counterfactual, durability }: ValueOutcome): Weight {
  const found = weights.get(agentShare)?.get(counterfactual)?.get(durability);
  if (found) return found;
  for (const share of [agentShare, counterfactual, durability])
    if (!Number.isSafeInteger(share) || share < 0 || share > most) throw new RangeError(`value: ${share} is no share in ppm`);
  const weight: Weight = {
    parts: BigInt(agentShare * counterfactual) * BigInt(durability),
    // Each step grows with each share, so that writing one down never adds an hour to any draw.
    factor: ((agentShare * durability) / most) * (counterfactual / most),
    shares: { agentShare, counterfactual, durability },
  };
  const ofShare = weights.get(agentShare) ?? new Map<number, Map<number, Weight>>();
  const ofBoth = ofShare.get(counterfactual) ?? new Map<number, Weight>();
  weights.set(agentShare, ofShare.set(counterfactual, ofBoth.set(durability, weight)));
  return weight;
}

/** The hours of outcomes by what they count, so that each weight is multiplied once: exact, in whatever order they come. */
export function sumsByWeight(all: Iterable<Weighed>, of: "p50" | "mean" | "least"): Map<Weight, bigint> {
  const sums = new Map<Weight, bigint>();
  for (const { hours, weight } of all) sums.set(weight, (sums.get(weight) ?? 0n) + hours[of]);
  return sums;
}

/** All of them together, in parts. */
export function hoursTogether(all: Iterable<Weighed>, of: "p50" | "mean" | "least"): bigint {
  let sum = 0n;
  for (const [{ parts }, hours] of sumsByWeight(all, of)) sum += hours * parts;
  return sum;
}
