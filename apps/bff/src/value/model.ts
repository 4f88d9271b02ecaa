import type { ValueHeadline } from "@beckon/contracts/value-figures";
import { figuresOf } from "@beckon/metrics/value/model";
import { sampleOf, type Sample, type SampleInput } from "@beckon/metrics/value/sample";
import type { ValueInput, ValueResult } from "@beckon/metrics/value/types";
import { sha256 } from "../platform/ids.ts";

/** Draws of all samples that are kept: some ten megabytes. */
const mostDraws = 400_000;

/**
 * The model, which gives the same for the same. What was drawn lately is kept for this process, by all that it is made of:
 * other costs, a later window with the same outcomes or another page of it have the same draws.
 */
export const createModel = () => {
  const kept = new Map<string, Sample>();
  let draws = 0;
  const sampled = (input: ValueInput): Sample => {
    const key = keyOf(input);
    const before = kept.get(key);
    const sample = before ?? sampleOf(input);
    kept.delete(key);
    kept.set(key, sample);
    draws += before ? 0 : sample.draws;
    for (const [oldest, { draws: its }] of kept) {
      if (draws <= mostDraws) break;
      kept.delete(oldest);
      draws -= its;
    }
    return sample;
  };
  return (input: ValueInput): ValueResult => figuresOf(input, sampled(input));
};
export type Model = ReturnType<typeof createModel>;

/** Outcomes are many: as numbers, their words by place. */
const keyOf = ({ outcomes, assumptions: { rateMicros, realisation }, seed, draws }: SampleInput): string => {
  const words = new Map<string | undefined, number>();
  const placeOf = (word: string | undefined) => {
    const place = words.get(word) ?? words.size;
    words.set(word, place);
    return place;
  };
  const rows = outcomes.flatMap(({ hours: { p10, p50, p90 }, grade, taskType, basis, ...shares }) => [
    ...[p10, p50, p90, placeOf(grade), placeOf(taskType), placeOf(basis)],
    ...[shares.agentShare, shares.counterfactual, shares.durability],
  ]);
  // What was not said is another word than an empty one.
  return sha256(JSON.stringify([rows, [...words.keys()].map((word) => word ?? null), rateMicros, realisation, seed, draws]));
};

/** The few figures that are compared: with other assumptions, or in other scenarios. */
export const headlineOf = ({ milliHours, breakEvenMilliHours, value, costMicros, net, roi, chance }: ValueResult): ValueHeadline => ({
  milliHours,
  breakEvenMilliHours,
  value,
  costMicros,
  net,
  roi,
  chance,
});
