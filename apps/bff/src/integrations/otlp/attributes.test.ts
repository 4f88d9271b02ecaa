import { expect, test } from "vitest";
import { toCount } from "./attributes.ts";

test("a count is whole, not negative and bounded; what is no number, or none that ends, is nothing", () => {
  expect([1, 1.6, 0, 2e12].map(toCount)).toEqual([1, 2, 0, 1e12]);
  expect([-1, Number.NaN, Infinity, -Infinity, undefined].map(toCount)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});
