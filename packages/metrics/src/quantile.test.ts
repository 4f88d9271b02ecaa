import fc from "fast-check";
import { expect, test } from "vitest";
import { quantile, quantileOf, spread } from "./quantile.ts";

test("a quantile of numbers in any order is that of the sorted ones, asked for one after the other", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer()), { maxLength: 200 }), (all) => {
      const [sorted, own] = [Float64Array.from(all).sort(), Float64Array.from(all)];
      for (const share of [0.5, 0.95, 0, 1, 0.1]) expect(quantileOf(own, share)).toBe(quantile(sorted, share));
      const { p50, p95 } = spread(all);
      expect([quantileOf(own, 0.5), quantileOf(own, 0.95)]).toEqual([p50, p95]);
      expect([...own.sort()]).toEqual([...sorted]);
    }),
  );
});
