import fc from "fast-check";
import { expect, test } from "vitest";
import { localHour, periodAt } from "./budget-period.ts";

const iso = ({ from, to }: { from: number; to: number }) => [new Date(from).toISOString(), new Date(to).toISOString()];
const quarterMs = 900_000;

test("a month, a week and a day begin at midnight of the zone, daylight saving included", () => {
  // Berlin leaves summer time on 25 October 2026: the month begins at +2 and ends at +1.
  expect(iso(periodAt("month", "Europe/Berlin", Date.parse("2026-10-20T00:00:00Z")))).toEqual([
    "2026-09-30T22:00:00.000Z",
    "2026-10-31T23:00:00.000Z",
  ]);
  expect(iso(periodAt("day", "Europe/Berlin", Date.parse("2026-10-25T12:00:00Z")))).toEqual([
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
  ]);
  expect(iso(periodAt("week", "Europe/Berlin", Date.parse("2026-10-25T22:59:00Z")))).toEqual([
    "2026-10-18T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
  ]);
  // +05:45, and a zone that changes by half an hour.
  expect(iso(periodAt("day", "Asia/Kathmandu", Date.parse("2026-11-21T18:14:59Z")))).toEqual([
    "2026-11-20T18:15:00.000Z",
    "2026-11-21T18:15:00.000Z",
  ]);
  expect(iso(periodAt("day", "Australia/Lord_Howe", Date.parse("2026-10-04T00:00:00Z")))).toEqual([
    "2026-10-03T13:30:00.000Z",
    "2026-10-04T13:00:00.000Z",
  ]);
  // Cairo skips midnight: the day begins at one o'clock.
  expect(iso(periodAt("day", "Africa/Cairo", Date.parse("2026-04-24T12:00:00Z")))).toEqual([
    "2026-04-23T22:00:00.000Z",
    "2026-04-24T21:00:00.000Z",
  ]);
});

const zones = Intl.supportedValuesOf("timeZone");
const arguments_ = {
  zone: fc.constantFrom(...zones),
  period: fc.constantFrom("day" as const, "week" as const, "month" as const),
  at: fc.integer({ min: Date.parse("2015-01-01T00:00:00Z"), max: Date.parse("2040-01-01T00:00:00Z") }),
};

test("every instant of every zone lies in exactly one period, on quarters, and the next begins where it ends", () => {
  fc.assert(
    fc.property(fc.record(arguments_), ({ zone, period, at }) => {
      const { from, to } = periodAt(period, zone, at);
      expect(from <= at && at < to).toBe(true);
      expect([from % quarterMs, to % quarterMs]).toEqual([0, 0]);
      expect(periodAt(period, zone, from)).toEqual({ from, to });
      expect(periodAt(period, zone, to - 1)).toEqual({ from, to });
      expect(periodAt(period, zone, to).from).toBe(to);
    }),
    { numRuns: 400 },
  );
});

test("its first moment is the first of the local day, Monday or month", () => {
  const label = (zone: string, at: number) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", weekday: "short" }).formatToParts(
      at,
    );
  fc.assert(
    fc.property(fc.record(arguments_), ({ zone, period, at }) => {
      const { from } = periodAt(period, zone, at);
      const parts = new Map(label(zone, from).map(({ type, value }) => [type, value]));
      const before = new Map(label(zone, from - 1).map(({ type, value }) => [type, value]));
      expect(parts.get("day")).not.toBe(before.get("day"));
      if (period === "month") expect(parts.get("day")).toBe("01");
      if (period === "week") expect(parts.get("weekday")).toBe("Mon");
      expect(localHour(zone, from)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});
