import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundHalfUp } from "./figure.ts";
import { difference, proportion, wilson } from "./proportion.ts";
import { quantile, spread } from "./quantile.ts";

const rounded = (value: number, digits: number) => value.toFixed(digits);

describe("published cases", () => {
  test("6 of 8: 75.00 %, Wilson 40.93–92.85 %", () => {
    const { value, n, interval } = proportion(6, 2);
    expect([value, n, rounded(interval!.low, 2), rounded(interval!.high, 2)]).toEqual([75, 8, "40.93", "92.85"]);
  });

  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  test.each([
    [81, 263, "0.2553", "0.3662"],
    [15, 148, "0.0624", "0.1605"],
    [0, 20, "0.0000", "0.1611"],
    [1, 29, "0.0061", "0.1718"],
  ])("Wilson of %d of %d", (hits, n, low, high) => {
    const found = wilson(hits, n);
    expect([rounded(found.low, 4), rounded(found.high, 4)]).toEqual([low, high]);
  });

  // Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, method 10.
  test.each([
    [56, 70, 48, 80, "0.0524", "0.3339"],
    [9, 10, 3, 10, "0.1705", "0.8090"],
    [6, 7, 2, 7, "0.0582", "0.8062"],
    [5, 56, 0, 29, "-0.0381", "0.1926"],
    [0, 10, 0, 20, "-0.1611", "0.2775"],
    [10, 10, 0, 10, "0.6075", "1.0000"],
  ])("%d of %d against %d of %d", (hits, n, others, m, low, high) => {
    const { interval } = difference({ hits, n }, { hits: others, n: m });
    expect([rounded(interval.low / 100, 4), rounded(interval.high / 100, 4)]).toEqual([low, high]);
  });

  test("nothing counted is null, whatever is given", () => {
    expect(proportion(0, 0)).toEqual({ value: null, n: 0, interval: null });
    expect(proportion(Number.NaN, -3).value).toBeNull();
  });
});

const counts = fc.nat(100_000);

test("the interval holds the share and stays within 0–100", () =>
  fc.assert(
    fc.property(counts, counts, (hits, misses) => {
      const { value, n, interval } = proportion(hits, misses);
      expect(value === null).toBe(n === 0);
      if (value === null || interval === null) return;
      expect(0 <= interval.low && interval.low <= value && value <= interval.high && interval.high <= 100).toBe(true);
    }),
  ));

test("a difference turned round is its negative, and both ends hold it", () =>
  fc.assert(
    fc.property(counts, counts, counts, counts, (a, b, c, d) => {
      const [one, two] = [
        { hits: a, n: a + b + 1 },
        { hits: c, n: c + d + 1 },
      ];
      const [there, back] = [difference(one, two), difference(two, one)];
      expect(back.value).toBe(there.value === 0 ? 0 : -there.value);
      expect(back.interval.low).toBeCloseTo(-there.interval.high, 5);
      expect(there.interval.low <= there.value && there.value <= there.interval.high).toBe(true);
      expect(there.interval.low >= -100 && there.interval.high <= 100).toBe(true);
    }),
  ));

test("quantiles are those of percentile_cont, and of nothing nothing", () => {
  expect(spread([4, 1, 3, 2])).toEqual({ p50: 2.5, p95: 3.85, n: 4 });
  expect(spread([])).toEqual({ p50: null, p95: null, n: 0 });
  expect(quantile([7], 0.95)).toBe(7);
});

test("quantiles do not depend on the order and lie among what was seen", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(1e9), { minLength: 1 }), (seen) => {
      const found = spread(seen);
      expect(spread(seen.toReversed())).toEqual(found);
      expect(Math.min(...seen) <= found.p50! && found.p50! <= found.p95! && found.p95! <= Math.max(...seen)).toBe(true);
    }),
  ));

test.each([
  [43.75, 44],
  [43.5, 44],
  [43.49, 43],
  [0, 0],
  [null, null],
])("%d is shown as %d", (value, shown) => expect(roundHalfUp(value)).toBe(shown));
