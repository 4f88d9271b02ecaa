import * as fc from "fast-check";
import { expect, test } from "vitest";
import { forecast, type SpendStep } from "./forecast.ts";

const hour = (slot: number, micros: number): SpendStep => ({ slot, micros });
const full = 1_000_000;
const steady = Array.from({ length: 48 }, (_, index) => hour(index % 24, 250_000));

test("a steady habit has no range: 10 hours at 25 cents and a half one", () => {
  const ahead = [{ slot: 13, share: 500_000 }, ...Array.from({ length: 10 }, (_, index) => ({ slot: 14 + index, share: full }))];
  expect(forecast({ spentMicros: 3_000_000, history: steady, ahead })).toEqual({ p10: 5_625_000, p50: 5_625_000, p90: 5_625_000, n: 48 });
});

test("nights stay nights: an hour costs what that hour used to cost", () => {
  const history = [1, 2, 3].flatMap(() => [hour(3, 0), hour(15, 9_000_000)]);
  expect(forecast({ spentMicros: 7, history, ahead: [{ slot: 3, share: full }] })).toMatchObject({ p10: 7, p90: 7 });
  expect(forecast({ spentMicros: 7, history, ahead: [{ slot: 15, share: full }] })).toMatchObject({ p10: 9_000_007, p90: 9_000_007 });
});

test("too little habit is no forecast, but what is over is known", () => {
  const history = steady.slice(0, 4);
  expect(forecast({ spentMicros: 1, history, ahead: [{ slot: 1, share: full }] })).toBeNull();
  expect(forecast({ spentMicros: 1, history: [], ahead: [{ slot: 1, share: 0 }] })).toEqual({ p10: 1, p50: 1, p90: 1, n: 0 });
});

const steps = fc.array(fc.record({ slot: fc.nat(23), micros: fc.nat(1e9) }), { minLength: 5, maxLength: 60 });
const ahead = fc.array(fc.record({ slot: fc.nat(23), share: fc.nat(full) }), { maxLength: 24 });

test("never below what is spent, never above the dearest steps, whole, and the same in any order", () =>
  fc.assert(
    fc.property(steps, ahead, fc.nat(1e12), fc.nat(0xffff), (history, left, spentMicros, seed) => {
      const found = forecast({ spentMicros, history, ahead: left, seed })!;
      expect(forecast({ spentMicros, history: history.toReversed(), ahead: left, seed })).toEqual(found);
      const most = spentMicros + left.length * Math.max(...history.map(({ micros }) => micros));
      expect([spentMicros, found.p10, found.p50, found.p90, most]).toEqual(
        [spentMicros, found.p10, found.p50, found.p90, most].sort((a, b) => a - b),
      );
      for (const figure of [found.p10, found.p50, found.p90]) expect(Number.isSafeInteger(figure)).toBe(true);
    }),
    { numRuns: 30 },
  ));

test("what was spent more now is spent more at the end, to the micro", () =>
  fc.assert(
    fc.property(steps, ahead, fc.nat(1e9), (history, left, more) => {
      const [before, after] = [0, more].map((spentMicros) => forecast({ spentMicros, history, ahead: left })!);
      expect(after!.p50 - before!.p50).toBe(more);
    }),
    { numRuns: 30 },
  ));
