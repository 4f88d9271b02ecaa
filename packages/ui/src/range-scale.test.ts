import fc from "fast-check";
import { expect, test } from "vitest";
import { rangeScale } from "./range-scale.ts";

test("everything of a range is within its drawing, in its order, and so is nothing", () => {
  const figure = fc.integer({ min: -1e12, max: 1e12 });
  fc.assert(
    fc.property(figure, figure, fc.option(figure, { nil: undefined }), (one, other, mark) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const { at } = rangeScale({ low, high, mark });
      for (const value of [0, low, high, mark ?? 0]) expect(at(value)).toBeGreaterThanOrEqual(0);
      for (const value of [0, low, high, mark ?? 0]) expect(at(value)).toBeLessThanOrEqual(100);
      expect(at(low)).toBeLessThanOrEqual(at(high));
    }),
  );
});

test("begins at nothing, unless it reaches below", () => {
  expect(rangeScale({ low: 21, high: 34, mark: 8 })).toMatchObject({ from: 0 });
  expect(rangeScale({ low: 21, high: 34, mark: 8 }).to).toBeCloseTo(36.04);
  expect(rangeScale({ low: -10, high: 90 }).from).toBe(-16);
  expect(rangeScale({ low: 0, high: 0 }).at(0)).toBe(0);
});
