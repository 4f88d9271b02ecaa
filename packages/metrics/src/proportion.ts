import { count, exact, framed, type Figure, type Frame } from "./figure.ts";

/** In percent, or percentage points. */
export type Interval = { low: number; high: number };

/** `value` 0–100 with its 95 % interval; both null when nothing was counted. */
export type Proportion = Figure & { interval: Interval | null };

/** The 97.5 % quantile of the normal distribution: two sides of 95 %. */
const z = 1.959963984540054;

/** Share of `hits` among `hits + misses`, in percent, with the 95 % Wilson interval. */
export function proportion(hits: number, misses: number, frame?: Frame): Proportion {
  const [yes, no] = [count(hits), count(misses)];
  const n = yes + no;
  if (n === 0) return { value: null, n, interval: null, ...framed(frame) };
  const { low, high } = wilson(yes, n);
  return { value: exact((yes / n) * 100), n, interval: { low: exact(low * 100), high: exact(high * 100) }, ...framed(frame) };
}

/** The 95 % Wilson score interval of `hits` of `n` (n > 0), as shares 0–1. */
export function wilson(hits: number, n: number): Interval {
  const share = hits / n;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // At none and at all the bound is exactly 0 or 1; arithmetic misses it by a hair.
  return { low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === n ? 1 : Math.min(1, middle + half) };
}

/**
 * How much larger the first share is than the second, in percentage points, with the 95 % interval of
 * Newcombe's hybrid score (his method 10). Both must have been counted (n > 0).
 */
export function difference(first: { hits: number; n: number }, second: { hits: number; n: number }): { value: number; interval: Interval } {
  const [p1, p2] = [first.hits / first.n, second.hits / second.n];
  const [w1, w2] = [wilson(first.hits, first.n), wilson(second.hits, second.n)];
  const low = p1 - p2 - apart(p1 - w1.low, w2.high - p2);
  const high = p1 - p2 + apart(w1.high - p1, p2 - w2.low);
  return { value: exact((p1 - p2) * 100), interval: { low: exact(low * 100), high: exact(high * 100) } };
}

/** Not `Math.hypot`: engines may differ in its last digit, a square root is exact everywhere. */
function apart(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}
