import * as fc from "fast-check";
import { expect, test } from "vitest";
import { diagnostics, type DiagnosticFacts } from "./diagnostics.ts";

const well: DiagnosticFacts = { unassigned: 0, longRunning: 0, staleAgents: 0, orphanedTasks: 0, storeDown: false, streamDown: false };

test("the reference case: 2 unassigned, 1 long-running: 93", () => {
  const found = diagnostics({ ...well, unassigned: 2, longRunning: 1 });
  expect(found).toMatchObject({ value: 93, grade: "healthy", n: 5 });
  expect(found.checks.filter(({ points }) => points > 0).map(({ name, count, points }) => [name, count, points])).toEqual([
    ["unassigned", 2, 4],
    ["long_running", 1, 3],
  ]);
});

test.each<[Partial<DiagnosticFacts>, number, string]>([
  [{}, 100, "healthy"],
  [{ unassigned: 5 }, 90, "healthy"],
  [{ unassigned: 11 }, 80, "degraded"],
  [{ longRunning: 6 }, 85, "degraded"],
  [{ staleAgents: 6 }, 75, "degraded"],
  [{ orphanedTasks: 6 }, 70, "degraded"],
  [{ orphanedTasks: 7, longRunning: 1 }, 67, "critical"],
  [{ storeDown: true }, 60, "critical"],
  [{ storeDown: true, streamDown: true }, 60, "critical"],
  [{ unassigned: 99, longRunning: 99, staleAgents: 99, orphanedTasks: 99, streamDown: true }, 0, "critical"],
])("%o is %d, %s", (facts, value, grade) => expect(diagnostics({ ...well, ...facts })).toMatchObject({ value, grade }));

test("what could not be measured is named, and nothing measured is no score", () => {
  const blind = { unassigned: null, longRunning: null, staleAgents: null, orphanedTasks: null };
  expect(diagnostics({ ...well, staleAgents: null, unassigned: 1 })).toMatchObject({ value: 98, n: 4 });
  expect(
    diagnostics({ ...well, staleAgents: null })
      .checks.filter(({ count }) => count === null)
      .map(({ name }) => name),
  ).toEqual(["stale_agents"]);
  expect(diagnostics({ ...well, ...blind })).toMatchObject({ value: null, grade: null, n: 1 });
  expect(diagnostics({ ...well, ...blind, storeDown: true })).toMatchObject({ value: 60, n: 1 });
});

const facts = fc.record({
  unassigned: fc.option(fc.nat(50)),
  longRunning: fc.option(fc.nat(50)),
  staleAgents: fc.option(fc.nat(50)),
  orphanedTasks: fc.option(fc.nat(50)),
  storeDown: fc.boolean(),
  streamDown: fc.boolean(),
});

test("100 less every deduction that is listed, each with what to do, never outside 0–100", () =>
  fc.assert(
    fc.property(facts, (known) => {
      const { value, checks } = diagnostics(known);
      if (value === null) return;
      expect(value).toBe(Math.max(0, 100 - checks.reduce((sum, { points }) => sum + points, 0)));
      expect(checks).toHaveLength(5);
      expect(checks.every(({ points, count, advice }) => points > 0 === (count ?? 0) > 0 && advice.length > 20)).toBe(true);
    }),
  ));
