import { expect, test } from "vitest";
import { summarise } from "./stats.ts";

test("percentiles are values that were measured, by nearest rank", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(summarise(values)).toEqual({ n: 100, min: 1, median: 50, p95: 95, p99: 99, max: 100 });
});

test("one value is all of them", () => {
  expect(summarise([7])).toEqual({ n: 1, min: 7, median: 7, p95: 7, p99: 7, max: 7 });
});

test("an outlier shows in p95 of ten values", () => {
  expect(summarise([1, 1, 1, 1, 1, 1, 1, 1, 1, 90]).p95).toBe(90);
});

test("nothing measured is an error, not a zero", () => {
  expect(() => summarise([])).toThrow("nothing was measured");
});
