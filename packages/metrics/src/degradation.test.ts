import * as fc from "fast-check";
import { expect, test } from "vitest";
import { degradation, type Execution } from "./degradation.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const minute = 60_000;
const runs = (ms: number, ...minutesAgo: number[]): Execution[] => minutesAgo.map((ago) => ({ endedAt: now - ago * minute, ms }));
const usual = Array.from({ length: 30 }, (_, index) => 100 + index * 40);

test("half as long again, for 15 minutes, by at least 5", () => {
  const slow = degradation([...runs(100, ...usual), ...runs(1_000, 50, 40, 30, 20, 16, 5)], now);
  expect(slow).toMatchObject({ degraded: true, n: 6, recentMs: 1_000, usualMs: 250, value: 4, asOf: "2026-11-21T12:00:00.000Z" });
});

test("not yet for 15 minutes", () => {
  const found = degradation([...runs(100, ...usual), ...runs(100, 59, 58, 57, 56, 55, 54), ...runs(2_000, 9, 8, 7, 6, 5, 4)], now);
  expect(found.value).toBeGreaterThan(1.5);
  expect(found.degraded).toBe(false);
});

test("it recovered in between: five quick ones were in the window 10 minutes ago", () => {
  const quick = runs(1, ...Array.from({ length: 40 }, () => 69));
  const slow = runs(1_000, 60, 50, 40, 30, 20, 5);
  expect(degradation([...runs(100, ...usual), ...slow], now).degraded).toBe(true);
  expect(degradation([...runs(100, ...usual), ...quick, ...slow], now)).toMatchObject({ degraded: false });
});

test("it recovered for a moment, when one left the hour and the next had not come", () => {
  const before = runs(100, ...usual);
  expect(degradation([...before, ...runs(9_000, 55, 40, 35, 30, 25, 5)], now).degraded).toBe(true);
  expect(degradation([...before, ...runs(9_000, 70, 40, 35, 30, 25, 5)], now)).toMatchObject({ n: 5, degraded: false });
});

test("it recovered for a moment, when quick ones left the day and the next slow one had not come", () => {
  const recent = [...runs(60, ...Array.from({ length: 10 }, () => 600)), ...runs(100, 45, 40, 35, 30, 25), ...runs(1_000, 5)];
  const quick = (ago: number) => runs(20, ...Array.from({ length: 20 }, () => ago));
  expect(degradation([...recent, ...quick(1_000)], now).degraded).toBe(true);
  expect(degradation([...recent, ...quick(1_450)], now).degraded).toBe(false);
});

test("fewer than 5 in the hour is no data, exactly 1.5 is not more than 1.5", () => {
  expect(degradation([...runs(100, ...usual), ...runs(9_000, 50, 40, 30, 20)], now)).toMatchObject({
    value: null,
    recentMs: null,
    n: 4,
    degraded: false,
  });
  const even = [...runs(100, 200, 210, 220, 230, 240, 250, 260, 270, 280, 290), ...runs(200, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36)];
  expect(degradation(even, now)).toMatchObject({ value: 1.333333, degraded: false });
  const edge = [...runs(50, 200, 210, 220, 230, 240), ...runs(150, 45, 44, 43, 42, 41)];
  expect(degradation(edge, now)).toMatchObject({ value: 1.5, degraded: false });
  expect(degradation([], now)).toMatchObject({ value: null, n: 0, degraded: false });
});

/** The definition word by word: the means at every minute of the last 15. */
function everyMinute(all: readonly Execution[]): boolean {
  const mean = (moment: number, length: number) => {
    const inside = all.filter(({ endedAt }) => endedAt > moment - length && endedAt <= moment);
    return { n: inside.length, ms: inside.reduce((sum, { ms }) => sum + ms, 0) / inside.length };
  };
  return Array.from({ length: 16 }, (_, ago) => now - ago * minute).every((moment) => {
    const [recent, day] = [mean(moment, 60 * minute), mean(moment, 1_440 * minute)];
    return recent.n >= 5 && recent.ms > 1.5 * day.ms;
  });
}

test("agrees with the definition, minute by minute, in any order of arrival", () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ ago: fc.nat(1_460), ms: fc.nat(500) }), { maxLength: 40 }),
      fc.array(fc.record({ ago: fc.nat(75), ms: fc.integer({ min: 300, max: 5_000 }) }), { maxLength: 25 }),
      (long, late) => {
        const all = [...long, ...late].map(({ ago, ms }) => ({ endedAt: now - ago * minute, ms }));
        const found = degradation(all, now);
        expect(found.degraded).toBe(everyMinute(all));
        expect(degradation(all.toReversed(), now)).toEqual(found);
        expect(found.value === null || found.n >= 5).toBe(true);
      },
    ),
  ));
