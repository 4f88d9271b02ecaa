import fc from "fast-check";
import { expect, test } from "vitest";
import { axisTop, labelled } from "./bar-scale.ts";

test("an axis holds what it is for, wastes no more than half, and has a whole middle", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (most) => {
      const top = axisTop(most);
      expect(top).toBeGreaterThanOrEqual(most);
      if (most > 2) expect(top).toBeLessThanOrEqual(most * 2);
      expect(Number.isInteger(top / 2)).toBe(true);
    }),
  );
  expect([axisTop(0), axisTop(7), axisTop(320), axisTop(95)]).toEqual([2, 8, 400, 100]);
});

test("labels are few and even", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 20 }), (count, most) => {
      const shown = Array.from({ length: count }, (_, index) => index).filter(labelled(count, most));
      expect(shown[0]).toBe(0);
      expect(shown.length).toBeLessThanOrEqual(most);
    }),
  );
});
