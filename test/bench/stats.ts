/** What a row of measured values comes to. */
export type Summary = { n: number; min: number; median: number; p95: number; p99: number; max: number };

/** Nearest-rank percentiles: always a value that was measured. */
export const summarise = (values: readonly number[]): Summary => {
  if (values.length === 0) throw new Error("nothing was measured");
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { n: sorted.length, min: rank(0), median: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1) };
};

/** Milliseconds that one call takes, many times over, one after the other. */
export const timed = async (times: number, run: (index: number) => Promise<unknown> | unknown): Promise<number[]> => {
  const values: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const began = performance.now();
    await run(index);
    values.push(performance.now() - began);
  }
  return values;
};
