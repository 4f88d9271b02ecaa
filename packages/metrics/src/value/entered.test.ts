import * as fc from "fast-check";
import { expect, test } from "vitest";
import { selfReported, workingDaysIn } from "./entered.ts";

test("what somebody says to have saved is the most it was, nine times out of ten", () => {
  expect(selfReported(9_000)).toEqual({ hours: { p10: 1_000, p50: 5_000, p90: 9_000 }, grade: "C" });
  expect(selfReported(0).hours).toEqual({ p10: 0, p50: 0, p90: 0 });
});

test("working days by hand: a week, a weekend, a quarter, a year that has no more than it has", () => {
  expect(workingDaysIn("2026-11-16", "2026-11-23")).toBe(5);
  expect(workingDaysIn("2026-11-21", "2026-11-23")).toBe(0);
  expect(workingDaysIn("2026-11-20", "2026-11-24")).toBe(2);
  expect(workingDaysIn("2026-07-01", "2026-10-01")).toBe(66);
  expect(workingDaysIn("2026-01-01", "2027-01-01")).toBe(220);
  expect(workingDaysIn("2026-01-01", "2027-01-01", 180)).toBe(180);
  expect(workingDaysIn("2026-01-02", "2026-01-01")).toBe(0);
});

test("days of two spans that meet are those of the whole, below a year", () => {
  const date = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
  fc.assert(
    fc.property(fc.nat(300), fc.nat(150), fc.nat(150), (from, first, second) => {
      const [a, b, c] = [date(from), date(from + first), date(from + first + second)];
      expect(workingDaysIn(a, b) + workingDaysIn(b, c)).toBe(workingDaysIn(a, c));
    }),
  );
});
