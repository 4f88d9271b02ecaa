import { exact, framed, type Frame } from "./figure.ts";
import { putInPlace } from "./select.ts";

/** Median and 95th percentile, in the unit of the observations; null without any. */
export type Spread = { p50: number | null; p95: number | null; n: number } & Frame;

/** p50 and p95 between neighbours in a straight line, as `percentile_cont` of Postgres does, so that both give one figure. */
export function spread(observations: readonly number[], frame?: Frame): Spread {
  const sorted = observations.filter(Number.isFinite).sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), n: sorted.length, ...framed(frame) };
}

/** The `share` (0–1) quantile of ascending numbers; null of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number | null {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : exact(low + (high - low) * (place - Math.floor(place)));
}

/** The same of numbers in any order, which it changes: in a fifth of the time that sorting them takes. None is NaN. */
export function quantileOf(values: Float64Array, share: number): number | null {
  const place = (values.length - 1) * share;
  putInPlace(values, Math.floor(place));
  putInPlace(values, Math.ceil(place), Math.floor(place) + 1);
  return quantile(values, share);
}

/** Index of the first of ascending numbers that is larger than `limit`. */
export function firstAfter(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
