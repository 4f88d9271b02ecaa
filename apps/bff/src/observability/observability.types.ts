import type { Spread, Tally } from "../platform/db/tallies.ts";
import type { MetricName } from "./catalogue.ts";

export type { Span, Spread, Tally } from "../platform/db/tallies.ts";

/** One series: a number, or of a histogram what lies in each of its buckets. */
export type Sample = Tally | Spread;
export type Values = Partial<Record<MetricName, Sample[]>>;
export const isSpread = (sample: Sample): sample is Spread => "counts" in sample;
