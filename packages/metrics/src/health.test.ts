import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { health, type HealthFacts } from "./health.ts";

describe("the reference cases", () => {
  test.each<[string, HealthFacts, number]>([
    [
      "92.3 % of tasks, sign 10 s ago, q = 1",
      { tasks: { completed: 923, failed: 77 }, signAgeMs: 10_000, response: { recentMs: 2_000, usualMs: 2_000 } },
      96.92,
    ],
    ["sign 10 s ago, nothing else known", { signAgeMs: 10_000 }, 100],
    [
      "50 % of tasks, sign 180 s ago, q = 2",
      { tasks: { completed: 1, failed: 1 }, signAgeMs: 180_000, response: { recentMs: 10, usualMs: 5 } },
      50,
    ],
  ])("%s", (_name, facts, value) => expect(health(facts).value).toBe(value));

  test("nothing known is no score, and not 0", () => {
    expect(health({})).toEqual({ value: null, parts: [] });
    expect(health({ tasks: { completed: 0, failed: 0 }, response: { recentMs: 5, usualMs: 0 } }).value).toBeNull();
    expect(health({ tasks: { completed: 0, failed: 3 } }).value).toBe(0);
  });

  test("a part that is alone carries the whole weight, and is named", () =>
    expect(health({ signAgeMs: 10_000 }).parts).toEqual([{ name: "heartbeat", score: 100, weight: 1 }]));

  test.each([
    [80, "healthy"],
    [79, "degraded"],
    [50, "degraded"],
    [49, "unhealthy"],
  ])("%d is %s", (completed, grade) => expect(health({ tasks: { completed, failed: 100 - completed } })).toMatchObject({ grade }));
});

describe("whatever is known", () => {
  const counts = fc.nat(10_000);
  const milliseconds = fc.double({ min: 0, max: 1e9, noNaN: true });
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const facts = fc.record({
    tasks: optional(fc.record({ completed: counts, failed: counts })),
    signAgeMs: optional(fc.double()),
    response: optional(fc.record({ recentMs: milliseconds, usualMs: milliseconds })),
  });

  test("it is a number from 0 to 100, or null exactly when there is no part; the weights add up to one", () =>
    fc.assert(
      fc.property(facts, (known) => {
        const { value, parts } = health(known);
        expect(value === null).toBe(parts.length === 0);
        if (value === null) return;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
        expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
        for (const { score } of parts) expect(score >= 0 && score <= 100).toBe(true);
      }),
    ));

  test("later signs, slower answers and more failures never make it better", () =>
    fc.assert(
      fc.property(counts, counts, counts, milliseconds, milliseconds, milliseconds, (completed, failed, more, age, late, slow) => {
        const of = (tasks: HealthFacts["tasks"], signAgeMs: number, recentMs: number) =>
          health({ tasks, signAgeMs, response: { recentMs, usualMs: 1_000 } }).value!;
        const before = of({ completed: completed + 1, failed }, age, 1_000);
        expect(of({ completed: completed + 1, failed: failed + more }, age + late, 1_000 + slow)).toBeLessThanOrEqual(before + 1e-6);
      }),
    ));
});
