import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failuresByCause, mergeTallies, pairKey, successBy, successByHour, successRate, trend, type Tally } from "./coordination.ts";
import { failureCauses } from "./failure-cause.ts";

const tally = (succeeded: number, failed: number, pending = 0): Tally => ({ succeeded, failed, pending });

describe("the reference cases", () => {
  test("75 succeeded, 20 failed, 5 pending: 78.95 %, n = 95", () => {
    const { value, n, pending } = successRate(tally(75, 20, 5));
    expect([value!.toFixed(2), n, pending]).toEqual(["78.95", 95, 5]);
  });

  test("0 ended, 40 pending: null, n = 0", () =>
    expect(successRate(tally(0, 0, 40))).toEqual({ value: null, n: 0, interval: null, pending: 40 }));

  test("hour with 6 of 8: 75.00 %, Wilson 40.93–92.85 %", () => {
    const at = "2026-11-21T09:59:59.999Z";
    const [hour] = successByHour([{ at, ...tally(6, 2) }], { from: "2026-11-21T09:00:00Z", to: "2026-11-21T10:00:00Z" });
    expect([hour!.value!.toFixed(2), hour!.interval!.low.toFixed(2), hour!.interval!.high.toFixed(2)]).toEqual(["75.00", "40.93", "92.85"]);
  });
});

const window = { from: "2026-11-21T08:00:00.000Z", to: "2026-11-21T11:00:00.000Z" };

test("a figure carries its window and its age", () =>
  expect(successRate(tally(1, 0), { window, asOf: window.to })).toMatchObject({ window, asOf: window.to }));

test("every hour of the window is there, an empty one with null; what is outside is not", () => {
  const rows = [
    { at: "2026-11-21T08:10:00Z", ...tally(1, 0) },
    { at: "2026-11-21T08:50:00Z", ...tally(0, 3) },
    { at: "2026-11-21T10:00:00Z", ...tally(2, 0) },
    { at: "2026-11-21T11:00:00Z", ...tally(9, 0) },
    { at: "2026-11-21T07:59:59Z", ...tally(9, 0) },
  ];
  const hours = successByHour(rows, window);
  expect(hours.map(({ value, n, window: hour }) => [hour!.from.slice(11, 16), value, n])).toEqual([
    ["08:00", 25, 4],
    ["09:00", null, 0],
    ["10:00", 100, 2],
  ]);
  expect(successByHour(rows.toReversed(), window)).toEqual(hours);
  expect(successByHour(rows, { from: "nonsense", to: "" })).toEqual([]);
});

test("by pair the direction counts", () => {
  const rows = [
    { from: "a", to: "b", ...tally(1, 1) },
    { from: "b", to: "a", ...tally(3, 0) },
    { from: "a", to: "b", ...tally(0, 2) },
  ];
  expect(successBy(rows, pairKey).map(({ key, value, n }) => [key, value, n])).toEqual([
    ['["a","b"]', 25, 4],
    ['["b","a"]', 100, 3],
  ]);
});

test("causes with no retry left come first, then the most frequent", () => {
  const found = failuresByCause([
    { cause: "timeout", failed: 50, exhausted: 0 },
    { cause: "conflict", failed: 1, exhausted: 1 },
    { cause: "unknown", failed: 49, exhausted: 0 },
    { cause: "crash", failed: 0, exhausted: 0 },
  ]);
  expect(found.map(({ cause, value, n }) => [cause, value, n])).toEqual([
    ["conflict", 1, 100],
    ["timeout", 50, 100],
    ["unknown", 49, 100],
  ]);
});

describe("the trend", () => {
  test.each<[string, Tally, Tally, string]>([
    ["clearly better", tally(56, 14), tally(48, 32), "improving"],
    ["clearly worse", tally(48, 32), tally(56, 14), "declining"],
    ["better, but perhaps by chance", tally(6, 2), tally(5, 3), "stable"],
    ["all of 5 after none of 5", tally(5, 0), tally(0, 5), "improving"],
    ["only 4 now", tally(4, 0), tally(0, 100), "no data"],
    ["only 4 before, many pending", tally(100, 0), tally(0, 4, 90), "no data"],
    ["the same", tally(50, 50), tally(50, 50), "stable"],
  ])("%s", (_name, now, before, expected) => {
    const found = trend(now, before);
    expect(found.trend).toBe(expected);
    expect(found.value === null).toBe(expected === "no data");
  });

  const some = fc.record({ succeeded: fc.nat(300), failed: fc.nat(300), pending: fc.nat(9) });
  test("turned round in time it is turned round in words and figures", () =>
    fc.assert(
      fc.property(some, some, (one, two) => {
        const [there, back] = [trend(one, two), trend(two, one)];
        const opposite = { improving: "declining", declining: "improving", stable: "stable", "no data": "no data" } as const;
        expect(back.trend).toBe(opposite[there.trend]);
        if (there.value !== null) expect(back.value).toBe(there.value === 0 ? 0 : -there.value);
        expect([back.n, back.before]).toEqual([there.before, there.n]);
      }),
    ));
});

const tallies = fc.array(
  fc.record({ succeeded: fc.nat(999), failed: fc.nat(999), pending: fc.nat(99), type: fc.constantFrom("review", "handoff", "__proto__") }),
);

test("whatever was tallied: 0–100, null exactly without data, in any order, merged or one by one", () =>
  fc.assert(
    fc.property(tallies, fc.nat(20), (rows, cut) => {
      const all = successRate(mergeTallies(rows));
      expect(all.value === null).toBe(all.n === 0);
      if (all.value !== null) expect(all.value >= 0 && all.value <= 100).toBe(true);
      expect(successRate(mergeTallies(rows.toReversed()))).toEqual(all);
      expect(successRate(mergeTallies([mergeTallies(rows.slice(0, cut)), mergeTallies(rows.slice(cut))]))).toEqual(all);
      const types = successBy(rows, ({ type }) => type);
      expect(types.reduce((sum, { n }) => sum + n, 0)).toBe(all.n);
      expect(successBy(rows.toReversed(), ({ type }) => type)).toEqual(types);
    }),
  ));

const failures = fc.array(fc.record({ cause: fc.constantFrom(...failureCauses), failed: fc.nat(99), exhausted: fc.nat(99) }));

test("shares of the causes add up to 100, and no cause with an exhausted failure stands behind one without", () =>
  fc.assert(
    fc.property(failures, (rows) => {
      const found = failuresByCause(rows);
      expect(failuresByCause(rows.toReversed())).toEqual(found);
      if (found.length > 0) expect(found.reduce((sum, { value }) => sum + value!, 0)).toBeCloseTo(100, 4);
      const open = found.findIndex(({ exhausted }) => exhausted === 0);
      if (open >= 0) expect(found.slice(open).every(({ exhausted }) => exhausted === 0)).toBe(true);
    }),
  ));
