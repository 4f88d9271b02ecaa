import type { ValueHeadline } from "@beckon/contracts/value-figures";
import { valueOf } from "@beckon/metrics/value/model";
import type { ValueInput, ValueResult } from "@beckon/metrics/value/types";
import { sha256 } from "../platform/ids.ts";

const mostKept = 64;

/**
 * The model, which gives the same for the same: what was asked lately is kept for this process, so that pages that ask
 * again and again do not take its time.
 */
export const createModel = () => {
  const kept = new Map<string, ValueResult>();
  return (input: ValueInput): ValueResult => {
    const key = sha256(JSON.stringify(input));
    const result = kept.get(key) ?? valueOf(input);
    kept.delete(key);
    kept.set(key, result);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return result;
  };
};
export type Model = ReturnType<typeof createModel>;

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
