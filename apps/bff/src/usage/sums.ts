import type { Counts, Sums } from "./usage.types.ts";

const countNames = ["records", "calls", "input", "output", "cacheRead", "cacheWrite", "reasoning"] as const satisfies (keyof Counts)[];
const sumNames = [...countNames, "micros", "priced", "unpriced"] as const satisfies (keyof Sums)[];

/**
 * Beyond this a JavaScript number is not exact and a sum says "this much or more"; a plain sum of what
 * hostile agents claim would in the end not fit its column, and nothing could be booked any more.
 */
export const most = Number.MAX_SAFE_INTEGER;
const bounded = (value: number) => Math.min(Math.max(value, -most), most);

export const noSums = (): Sums => ({
  records: 0,
  calls: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
  micros: 0,
  priced: 0,
  unpriced: 0,
});

/** Adds in place; `times` -1 takes away. */
export const addSums = (to: Sums, of: Sums, times: 1 | -1 = 1): void => {
  for (const name of sumNames) to[name] = bounded(to[name] + times * of[name]);
};

export const addCounts = (to: Counts & { micros: number }, of: Counts & { micros: number }): void => {
  for (const name of countNames) to[name] = bounded(to[name] + of[name]);
  to.micros = bounded(to.micros + of.micros);
};

export const pickSums = (of: Sums): Sums => Object.fromEntries(sumNames.map((name) => [name, of[name]])) as Sums;

/** Nothing in it at all, not even a record. */
export const isNothing = (sums: Sums): boolean => sumNames.every((name) => sums[name] === 0);
