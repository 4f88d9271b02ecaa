import { createHash } from "node:crypto";
import type { ValueHeadline } from "@beckon/contracts/value-figures";
import { figuresOf } from "@beckon/metrics/value/model";
import { sampleOf, type Sample, type SampleInput } from "@beckon/metrics/value/sample";
import type { ValueInput, ValueResult } from "@beckon/metrics/value/types";

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
  const rows = new Float64Array(outcomes.length * columns);
  for (let at = 0; at < outcomes.length; at += 1) {
    const { hours, grade, taskType, basis, agentShare, counterfactual, durability } = outcomes[at] as SampleInput["outcomes"][number];
    const row = at * columns;
    rows[row] = hours.p10;
    rows[row + 1] = hours.p50;
    rows[row + 2] = hours.p90;
    rows[row + 3] = placeOf(grade);
    rows[row + 4] = placeOf(taskType);
    rows[row + 5] = placeOf(basis);
    rows[row + 6] = agentShare;
    rows[row + 7] = counterfactual;
    rows[row + 8] = durability;
  }
  // What was not said is another word than an empty one.
  const rest = JSON.stringify([[...words.keys()].map((word) => word ?? null), rateMicros, realisation, seed, draws]);
  return createHash("sha256").update(rows).update(rest).digest("base64");
};
const columns = 9;

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
