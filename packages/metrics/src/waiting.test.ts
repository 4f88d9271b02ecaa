import fc from "fast-check";
import { expect, test } from "vitest";
import { type Interval, lengthOf, merged, spreadOver, unionOf, waitingTime, within } from "./waiting.ts";

const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);
const minutes = (from: string, to: string): Interval => ({ from: at(from), to: at(to) });

test("two overlapping waits 10:00–10:30 and 10:20–10:40 are 40 minutes", () => {
  expect(waitingTime([minutes("10:00", "10:30"), minutes("10:20", "10:40")])).toBe(40 * 60_000);
});

test("what ends before it begins, or has no end, is no wait", () => {
  expect(waitingTime([minutes("10:30", "10:00"), { from: at("10:00"), to: Number.NaN }, minutes("10:00", "10:00")])).toBe(0);
});

const interval = fc
  .tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: -50, max: 900 }))
  .map(([from, long]) => ({ from, to: from + long }));
const intervals = fc.array(interval, { maxLength: 40 });
/** By definition: every millisecond in which something is open, once. */
const counted = (all: readonly Interval[]) => {
  const open = new Set<number>();
  for (const { from, to } of all) for (let tick = from; tick < to; tick++) open.add(tick);
  return open;
};

test("a union is every moment once, in whatever order, and never more than the parts or less than the longest", () => {
  fc.assert(
    fc.property(intervals, (all) => {
      const union = waitingTime(all);
      expect(union).toBe(counted(all).size);
      expect(waitingTime(all.toReversed())).toBe(union);
      expect(waitingTime([...all, ...all])).toBe(union);
      const lengths = all.map(({ from, to }) => Math.max(0, to - from));
      expect(union).toBeLessThanOrEqual(lengths.reduce((sum, length) => sum + length, 0));
      expect(union).toBeGreaterThanOrEqual(Math.max(0, ...lengths));
      for (const [index, one] of merged(all).entries()) expect(one.from).toBeGreaterThan(merged(all)[index - 1]?.to ?? -1);
    }),
  );
});

test("a union of columns is the same, in whatever order they come", () => {
  fc.assert(
    fc.property(intervals, (all) => {
      const own = all.filter(({ from, to }) => from < to);
      const columns = (list: readonly Interval[]) =>
        unionOf(
          Float64Array.from(list, ({ from }) => from),
          Float64Array.from(list, ({ to }) => to),
        );
      const ascending = own.toSorted((a, b) => a.from - b.from);
      expect(columns(own)).toEqual(columns(ascending));
      expect(lengthOf(columns(own))).toBe(counted(own).size);
    }),
  );
});

test("windows side by side add up to the whole, and merging before or after cutting is the same", () => {
  fc.assert(
    fc.property(intervals, fc.array(fc.integer({ min: 0, max: 6_000 }), { maxLength: 6 }), (all, cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 6_000];
      const parts = edges.slice(1).map((to, index) => lengthOf(within(merged(all), { from: edges[index] as number, to })));
      expect(parts.every((part) => part >= 0)).toBe(true);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(waitingTime(all));
      const window = { from: 1_000, to: 3_000 };
      expect(waitingTime(within(all, window))).toBe(lengthOf(within(merged(all), window)));
    }),
  );
});

test("steps hold every moment once", () => {
  const steps = { start: 137, stepMs: 250, count: 19 };
  fc.assert(
    fc.property(intervals, (all) => {
      const moments = counted(all);
      const found = spreadOver(merged(all), steps);
      for (const [step, ms] of found.entries()) {
        const from = steps.start + step * steps.stepMs;
        expect(ms).toBe([...moments].filter((moment) => moment >= from && moment < from + steps.stepMs).length);
      }
      const twice = spreadOver([...merged(all), ...merged(all)], steps);
      expect([...twice]).toEqual([...found].map((ms) => ms * 2));
    }),
  );
});
