import fc from "fast-check";
import { test } from "vitest";
import { formatDecimal } from "./decimal.ts";

test("whole numbers of a fraction are written as the language writes decimals, to the last digit", () => {
  const values = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -3_000_000, max: 3_000_000 }));
  const places = fc
    .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1 }))
    .map(([least, more]) => ({ least, most: least + more }));
  fc.assert(
    fc.property(values, fc.constantFrom(3, 4, 6, 12), places, (value, scale, { least, most }) => {
      const digits = String(Math.abs(value)).padStart(scale + 1, "0");
      const exact = `${value < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}` as Intl.StringNumericLiteral;
      const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });
      return formatDecimal(value, scale, { least, most }) === format.format(exact).replace("-", "−");
    }),
    { numRuns: 500 },
  );
});
