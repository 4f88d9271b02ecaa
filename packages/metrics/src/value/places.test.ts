import fc from "fast-check";
import { expect, test } from "vitest";
import { tenthsInPlace } from "./places.ts";

test("what stands at 10, 50 and 90 %, and right below, is what sorting puts there", () => {
  const tens = fc
    .integer({ min: 1, max: 30 })
    .chain((tenths) =>
      fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true })), { minLength: tenths * 10, maxLength: tenths * 10 }),
    );
  fc.assert(
    fc.property(tens, (numbers) => {
      const values = Float64Array.from(numbers, (value) => value + 0);
      const before = values.slice();
      const [found, sorted] = [tenthsInPlace(values), values.toSorted()];
      for (const next of [0.1, 0.5, 0.9].map((part) => Math.round(values.length * part)))
        for (const place of [next - 1, next]) expect((found[place] as number) + 0).toBe((sorted[place] as number) + 0);
      expect(values).toEqual(before);
    }),
  );
});
