import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeStages, type StageState, type StageTold } from "./merge-stages.ts";

const minute = (n: number) => new Date(Date.parse("2026-11-21T10:00:00Z") + n * 60_000);
const later = minute(10_000);
const fold = (reports: readonly StageTold[][]): StageState[] =>
  reports.reduce<StageState[]>((before, told) => mergeStages(before, told, later), []);
const statuses = (stages: readonly StageState[]) => Object.fromEntries(stages.map(({ name, status }) => [name, status]));

test("a late word of running, or of waiting, never undoes an end", () => {
  for (const late of ["waiting", "running", "suspended"] as const)
    for (const end of ["succeeded", "failed", "skipped"] as const)
      expect(statuses(fold([[{ name: "build", status: end }], [{ name: "build", status: late }]]))).toEqual({ build: end });
});

test("a later attempt begins anew, and what is told late of the one before changes nothing", () => {
  const failed: StageTold = { name: "test", status: "failed", attempts: 1, startedAt: minute(0), endedAt: minute(5), error: "red" };
  const again: StageTold = { name: "test", status: "running", attempts: 2, startedAt: minute(6) };
  const expected = {
    name: "test",
    status: "running",
    attempts: 2,
    startedAt: minute(6),
    endedAt: undefined,
    error: undefined,
    agent: undefined,
  };
  expect(fold([[failed], [again]])).toEqual([expected]);
  expect(fold([[again], [failed]])).toEqual([expected]);
});

test("stages keep the order of their first naming; a report that names all of them gives its own", () => {
  const at = (...names: string[]) => names.map((name): StageTold => ({ name, status: "waiting" }));
  const names = (reports: StageTold[][]) => fold(reports).map(({ name }) => name);
  expect(names([at("b"), at("a"), at("c", "a")])).toEqual(["b", "a", "c"]);
  expect(names([at("b", "a"), at("a", "b", "c")])).toEqual(["a", "b", "c"]);
  expect(names([at("b", "a"), []])).toEqual(["b", "a"]);
});

test("a start that was taken from our clock gives way to one that is told", () => {
  const [stage] = fold([[{ name: "build", status: "running" }], [{ name: "build", status: "running", startedAt: minute(1) }]]);
  expect(stage?.startedAt).toEqual(minute(1));
});

/** A stage's life as a careful reporter tells it: attempts one after the other, each with its times. */
const life = fc
  .record({
    attempts: fc.integer({ min: 1, max: 4 }),
    last: fc.constantFrom<StageTold["status"]>("waiting", "running", "succeeded", "failed"),
    step: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ attempts, last, step }) =>
    Array.from({ length: attempts }, (_, index): StageTold[] => {
      const head = { name: "build", attempts: index + 1 };
      const startedAt = minute(index * 100 + step);
      const endedAt = minute(index * 100 + step * 2);
      const all: StageTold[] = [
        { ...head, status: "waiting" },
        { ...head, status: "running", startedAt },
        { ...head, status: index + 1 < attempts ? "failed" : last, startedAt, endedAt },
      ];
      return index + 1 === attempts ? all.slice(0, last === "waiting" ? 1 : last === "running" ? 2 : 3) : all;
    }).flat(),
  );

test("any order of arrival, and any repetition, ends in the same stage", () => {
  fc.assert(
    fc.property(
      life.chain((reports) =>
        fc.record({
          reports: fc.constant(reports),
          shuffled: fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }),
        }),
      ),
      ({ reports, shuffled }) => {
        expect(fold(shuffled.map((one) => [one]))).toEqual(fold(reports.map((one) => [one])));
      },
    ),
    { seed: 20_261_121, numRuns: 300 },
  );
});
