import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { valueOf } from "./model.ts";
import { input } from "./testing.ts";
import type { Grade, Triple, ValueInput, ValueOutcome } from "./types.ts";

const ppm = 1_000_000;

const tripleUpTo = (most: number) =>
  fc.tuple(fc.nat(most), fc.nat(most), fc.nat(most)).map((three): Triple => {
    const [p10, p50, p90] = three.sort((a, b) => a - b) as [number, number, number];
    return { p10, p50, p90 };
  });
const share = fc.oneof(fc.constantFrom(0, ppm), fc.nat(ppm));

const outcomes: fc.Arbitrary<ValueOutcome[]> = fc.array(
  fc.record(
    {
      hours: fc.oneof(fc.constant({ p10: 2_000, p50: 4_000, p90: 9_000 }), tripleUpTo(100_000)),
      grade: fc.constantFrom<Grade[]>("A", "B", "C", "D"),
      agentShare: share,
      counterfactual: fc.constantFrom(0, ppm / 2, ppm),
      durability: share,
      taskType: fc.constantFrom("bug", "feature", "docs"),
      basis: fc.constantFrom("one", "two"),
    },
    { requiredKeys: ["hours", "grade", "agentShare", "counterfactual", "durability"] },
  ),
  { minLength: 1, maxLength: 50 },
);

const costs = fc.record({
  billed: fc.nat(1e12),
  plan: fc.nat(1e10),
  infrastructure: fc.nat(1e10),
  attention: fc.nat(1e10),
  rework: fc.nat(1e9),
  setUp: fc.nat(1e9),
});

/** Any input with outcomes, rate, realisation and cost; few draws, which the properties hold for as for many. */
const anyInput: fc.Arbitrary<ValueInput> = fc.record({
  outcomes,
  assumptions: fc.record({ rateMicros: tripleUpTo(1e9), realisation: tripleUpTo(ppm) }),
  costs,
  window: fc.constant({ days: 91, workingDays: 65 }),
  humanMilliHours: fc.integer({ min: 1, max: 1e6 }),
  seed: fc.nat(0xffff_ffff),
  draws: fc.constant(200),
});

const three = ({ p10, p50, p90 }: Triple) => [p10, p50, p90];
const all = { numRuns: 60 };

/** No figure of the first is above the same of the second; null and null is none. */
const notAbove = (less: Triple | null, more: Triple | null) => {
  expect(less === null).toBe(more === null);
  if (less && more) three(less).forEach((figure, index) => expect(figure).toBeLessThanOrEqual(three(more)[index] as number));
};

describe("what must hold of any outcomes, assumptions and costs", () => {
  test("more cost never raises ROI, net or the chance, and never lowers the break-even", () =>
    fc.assert(
      fc.property(anyInput, fc.constantFrom("billed", "plan", "attention", "rework"), fc.nat(1e12), (given, part, more) => {
        const dearer = valueOf({ ...given, costs: { ...given.costs, [part]: (given.costs[part] ?? 0) + more } });
        const before = valueOf(given);
        if (before.roi && dearer.roi) notAbove(dearer.roi, before.roi);
        notAbove(dearer.net, before.net);
        if (before.chance !== null) expect(dearer.chance).toBeLessThanOrEqual(before.chance);
        expect(dearer.breakEvenMilliHours ?? Infinity).toBeGreaterThanOrEqual(before.breakEvenMilliHours ?? 0);
        expect(dearer.value).toEqual(before.value);
      }),
      all,
    ));

  test("a revert never raises the value, nor anything that is written down", () =>
    fc.assert(
      fc.property(anyInput, fc.nat(), fc.nat(ppm), (given, which, part) => {
        const at = which % given.outcomes.length;
        const lower = (durability: number) => Math.floor((durability * part) / ppm);
        const written = given.outcomes.map((one, index) => (index === at ? { ...one, durability: lower(one.durability) } : one));
        const [after, before] = [valueOf({ ...given, outcomes: written }), valueOf(given)];
        notAbove(after.value, before.value);
        notAbove(after.milliHours, before.milliHours);
        notAbove(after.multiple, before.multiple);
        expect(after.expectedMicros).toBeLessThanOrEqual(before.expectedMicros ?? 0);
      }),
      { numRuns: 150 },
    ));

  test("the order of outcomes is irrelevant, to the last digit", () =>
    fc.assert(
      fc.property(anyInput, (given) => {
        const found = valueOf(given);
        const sorted = given.outcomes.toSorted((a, b) => a.durability - b.durability || a.hours.p90 - b.hours.p90);
        for (const outcomes of [given.outcomes.toReversed(), sorted]) expect(valueOf({ ...given, outcomes })).toEqual(found);
      }),
      all,
    ));

  test("another currency scales money and leaves ratios and hours", () =>
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 2, max: 200 }), (given, times) => {
        const { rateMicros } = given.assumptions;
        const scaled = ({ p10, p50, p90 }: Triple) => ({ p10: p10 * times, p50: p50 * times, p90: p90 * times });
        const costs = Object.fromEntries(Object.entries(given.costs).map(([part, micros]) => [part, (micros ?? 0) * times]));
        const [home, abroad] = [
          valueOf(given),
          valueOf({
            ...given,
            assumptions: { ...given.assumptions, rateMicros: rateMicros && scaled(rateMicros) },
            costs: costs as ValueInput["costs"],
          }),
        ];
        const pairs = [home.value, home.net].map((triple, index) => [triple, [abroad.value, abroad.net][index]]) as [Triple, Triple][];
        // Rounded once each, at the end: half a micro at home is `times` halves abroad.
        for (const [here, there] of pairs)
          three(there).forEach((figure, index) =>
            expect(Math.abs(figure - (three(here)[index] as number) * times)).toBeLessThanOrEqual(times),
          );
        expect(abroad.milliHours).toEqual(home.milliHours);
        expect(abroad.grades).toEqual(home.grades);
        expect(Math.abs((abroad.breakEvenMilliHours ?? 0) - (home.breakEvenMilliHours ?? 0))).toBeLessThanOrEqual(0);
      }),
      all,
    ));

  test("one seed reproduces, another moves nothing but the draws", () =>
    fc.assert(
      fc.property(anyInput, (given) => {
        const [once, again, other] = [
          valueOf(given),
          valueOf(JSON.parse(JSON.stringify(given)) as ValueInput),
          valueOf({ ...given, seed: (given.seed ?? 0) ^ 1 }),
        ];
        expect(again).toEqual(once);
        expect({ ...other.atP50, e: other.expectedMicros, g: other.grades }).toEqual({
          ...once.atP50,
          e: once.expectedMicros,
          g: once.grades,
        });
      }),
      all,
    ));

  test("every figure is a whole number that JSON holds exactly, and ranges ascend", () =>
    fc.assert(
      fc.property(anyInput, (given) => {
        const found = valueOf(given);
        for (const figure of numbersIn(found)) expect(Number.isSafeInteger(figure)).toBe(true);
        for (const triple of [found.value, found.net, found.roi, found.milliHours, found.multiple, found.gain])
          if (triple) expect(three(triple)).toEqual(three(triple).toSorted((a, b) => a - b));
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
        if (found.grades) expect(Object.values(found.grades).reduce((sum, share) => sum + share, 0)).toBe(ppm);
      }),
      all,
    ));
});

const numbersIn = (value: unknown): number[] =>
  typeof value === "number" ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];

test("hundreds of outcomes, drawn in blocks: in any order the same, and a revert takes from every figure", () =>
  fc.assert(
    fc.property(fc.array(outcomes, { minLength: 6, maxLength: 8 }), fc.nat(), (parts, which) => {
      const many = parts.flat();
      const found = valueOf(input({ outcomes: many, draws: 100 }));
      expect(valueOf(input({ outcomes: many.toReversed(), draws: 100 }))).toEqual(found);
      const reverted = many.map((one, index) => (index === which % many.length ? { ...one, durability: 0 } : one));
      notAbove(valueOf(input({ outcomes: reverted, draws: 100 })).value, found.value);
    }),
    { numRuns: 20 },
  ));
