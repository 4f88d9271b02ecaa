import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketsOf, piecesOf } from "./calendar.ts";
import { dayMs, hourMs, quarterMs } from "./keys.ts";

const days = (timeZone: string, from: string, to: string) =>
  bucketsOf("day", { from: Date.parse(from), to: Date.parse(to), timeZone }, 400).map(({ key, from: start, to: end }) => ({
    key,
    from: new Date(start).toISOString().slice(0, 16),
    hours: (end - start) / 3_600_000,
  }));

describe("local days", () => {
  test("are 23 and 25 hours long where the clocks change", () => {
    expect(days("Europe/Berlin", "2026-03-27T23:00Z", "2026-03-30T22:00Z")).toEqual([
      { key: "2026-03-28", from: "2026-03-27T23:00", hours: 24 },
      { key: "2026-03-29", from: "2026-03-28T23:00", hours: 23 },
      { key: "2026-03-30", from: "2026-03-29T22:00", hours: 24 },
    ]);
    expect(days("America/New_York", "2026-10-31T04:00Z", "2026-11-02T05:00Z").map(({ hours }) => hours)).toEqual([24, 25]);
    expect(days("Australia/Lord_Howe", "2026-04-03T13:00Z", "2026-04-05T13:30Z").map(({ hours }) => hours)).toEqual([24, 24.5]);
  });

  test("begin on the quarter where a zone's offset does", () => {
    expect(days("Asia/Kolkata", "2026-11-20T18:30Z", "2026-11-21T18:30Z")).toEqual([
      { key: "2026-11-21", from: "2026-11-20T18:30", hours: 24 },
    ]);
    expect(days("Asia/Kathmandu", "2026-11-20T12:00Z", "2026-11-21T12:00Z")).toEqual([
      { key: "2026-11-20", from: "2026-11-20T12:00", hours: 6.25 },
      { key: "2026-11-21", from: "2026-11-20T18:15", hours: 17.75 },
    ]);
  });

  test("may have no midnight, and may not be at all", () => {
    // Cairo's clocks go from 00:00 to 01:00; Samoa went across the date line.
    expect(days("Africa/Cairo", "2026-04-23T22:00Z", "2026-04-24T21:00Z")).toEqual([
      { key: "2026-04-24", from: "2026-04-23T22:00", hours: 23 },
    ]);
    expect(days("Pacific/Apia", "2011-12-29T10:00Z", "2011-12-31T10:00Z").map(({ key }) => key)).toEqual(["2011-12-29", "2011-12-31"]);
  });
});

test("local hours begin at the zone's full hours", () => {
  const hours = bucketsOf(
    "hour",
    { from: Date.parse("2026-11-21T10:00Z"), to: Date.parse("2026-11-21T12:00Z"), timeZone: "Asia/Kathmandu" },
    9,
  );
  expect(hours.map(({ key }) => key.slice(11, 16))).toEqual(["10:00", "10:15", "11:15"]);
  expect(bucketsOf("hour", { from: 0, to: dayMs, timeZone: "UTC" }, 5)).toHaveLength(5);
});

const zones = Intl.supportedValuesOf("timeZone");

test("hours and days of any zone fill the window without gap or overlap, each within one local date", () => {
  const start = Date.parse("2000-01-01T00:00Z") / quarterMs;
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom("hour" as const, "day" as const),
      fc.integer({ min: start, max: start + 35 * 365 * 96 }),
      fc.integer({ min: 1, max: 4 * 96 }),
      fc.integer({ min: 0, max: quarterMs - 1 }),
      (timeZone, unit, first, length, into) => {
        const window = { from: first * quarterMs + into, to: (first + length) * quarterMs + into, timeZone };
        const buckets = bucketsOf(unit, window, 1_000);
        expect(buckets.at(0)?.from).toBe(window.from);
        expect(buckets.at(-1)?.to).toBe(window.to);
        const label = new Intl.DateTimeFormat("en-GB", {
          timeZone,
          ...(unit === "day" ? {} : { hour: "2-digit" }),
          dateStyle: undefined,
          day: "2-digit",
          month: "2-digit",
        });
        buckets.forEach(({ from, to }, index) => {
          if (index > 0) expect(from).toBe(buckets[index - 1]?.to);
          expect(to).toBeGreaterThan(from);
          expect(label.format(to - 1)).toBe(label.format(from));
          if (index > 0) expect(from % quarterMs).toBe(0);
        });
      },
    ),
    { seed: 20_261_121, numRuns: 300 },
  );
});

test("a window is cut into full UTC days, and smaller steps around them", () => {
  const cut = (from: string, to: string, hours = false) =>
    piecesOf({ from: Date.parse(from), to: Date.parse(to) }, [
      { grain: "day", ms: dayMs },
      ...(hours ? [{ grain: "hour", ms: hourMs }] : []),
      { grain: "quarter", ms: quarterMs },
    ]).map(({ grain, from: start, to: end }) => [grain, (end - start) / quarterMs]);
  expect(cut("2026-11-18T23:45Z", "2026-11-21T00:30Z")).toEqual([
    ["quarter", 1],
    ["day", 192],
    ["quarter", 2],
  ]);
  expect(cut("2026-11-18T22:45Z", "2026-11-20T01:30Z", true)).toEqual([
    ["quarter", 1],
    ["hour", 4],
    ["day", 96],
    ["hour", 4],
    ["quarter", 2],
  ]);
  expect(cut("2026-11-18T10:15Z", "2026-11-18T10:45Z", true)).toEqual([["quarter", 2]]);
  expect(cut("2026-11-18T00:00Z", "2026-11-20T00:00Z")).toEqual([["day", 192]]);
  expect(cut("2026-11-18T12:00Z", "2026-11-19T12:00Z")).toEqual([["quarter", 96]]);
  expect(cut("2026-11-18T12:00Z", "2026-11-18T12:00Z")).toEqual([]);
});
