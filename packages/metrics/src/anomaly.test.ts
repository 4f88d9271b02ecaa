import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anomaly } from "./anomaly.ts";

test("the limit by hand: median 5 $, deviation 1 $, six widths above is 13.8956 $", () => {
  const habit = [3, 4, 5, 5, 6, 7, 4].map((dollars) => dollars * 1_000_000);
  expect(anomaly({ micros: 13_895_600, habit })).toEqual({ anomalous: false, limitMicros: 13_895_600, medianMicros: 5_000_000, n: 7 });
  expect(anomaly({ micros: 13_895_601, habit })?.anomalous).toBe(true);
});

test("a habit of nothing: a dollar is no anomaly, more is", () => {
  const habit = [0, 0, 0, 0, 0];
  expect(anomaly({ micros: 1_000_000, habit })?.anomalous).toBe(false);
  expect(anomaly({ micros: 1_000_001, habit })).toMatchObject({ anomalous: true, limitMicros: 1_000_000 });
});

test("one wild hour of old does not hide the next", () => {
  const habit = [1, 1, 2, 1, 2, 1, 900].map((dollars) => dollars * 1_000_000);
  expect(anomaly({ micros: 50_000_000, habit })?.anomalous).toBe(true);
});

test("four hours are no habit", () => expect(anomaly({ micros: 1e12, habit: [1, 1, 1, 1] })).toBeNull());

test("more spend is never less anomalous, and the order of the habit is nothing to it", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(1e12), { minLength: 5, maxLength: 40 }), fc.nat(1e12), fc.nat(1e12), (habit, micros, more) => {
      const found = anomaly({ micros, habit })!;
      expect(anomaly({ micros, habit: habit.toReversed() })).toEqual(found);
      if (found.anomalous) expect(anomaly({ micros: micros + more, habit })?.anomalous).toBe(true);
      expect(Number.isSafeInteger(found.limitMicros) && found.limitMicros >= found.medianMicros).toBe(true);
    }),
  ));
