import { fit, spanUnits, type Fit } from "./pert.ts";
import type { ValueOutcome } from "./types.ts";

/** Hours in parts of 10⁻²⁷: thousandths, each in millionths of a span, times three shares in ppm. No product is rounded. */
export const hourParts = 10n ** 27n;
const most = 1_000_000;

/** An outcome with its distribution and what its hours count: agent share × counterfactual × durability. */
export type Weighed = {
  outcome: ValueOutcome;
  fit: Fit;
  /** In 10⁻¹⁸. */ weight: bigint;
  /** The same as a factor, to compare and to draw. */ factor: number;
};

/** Outcomes with what their hours count; equal triples share one distribution. */
export function weigh(outcomes: readonly ValueOutcome[]): Weighed[] {
  const fits = new Map<string, Fit>();
  return outcomes.map((outcome) => {
    const { hours, agentShare, counterfactual, durability } = outcome;
    for (const share of [agentShare, counterfactual, durability])
      if (!Number.isSafeInteger(share) || share < 0 || share > most) throw new RangeError(`value: ${share} is no share in ppm`);
    const key = tripleKey(outcome);
    let found = fits.get(key);
    if (!found) fits.set(key, (found = fit(hours)));
    const weight = BigInt(agentShare * counterfactual) * BigInt(durability);
    // Each step grows with each share, so that writing one down never adds an hour to any draw.
    return { outcome, fit: found, weight, factor: ((agentShare * durability) / most) * (counterfactual / most) };
  });
}

export const tripleKey = ({ hours: { p10, p50, p90 } }: ValueOutcome) => `${p10}/${p50}/${p90}`;

/** Hours at P50 in parts. */
export function hoursAtP50({ outcome, weight }: Weighed): bigint {
  return BigInt(outcome.hours.p50) * BigInt(spanUnits) * weight;
}

/** Mean hours in parts, by closed form. */
export function meanHours({ fit: { p10, span, mean }, weight }: Weighed): bigint {
  return (BigInt(p10) * BigInt(spanUnits) + BigInt(span) * mean) * weight;
}
