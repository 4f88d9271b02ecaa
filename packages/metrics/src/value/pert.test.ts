import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fit, type Fit } from "./pert.ts";

/** The quantile that the table has at a share, in the unit of the triple. */
const quantile = ({ p10, span, positions }: Fit, share: number) => {
  const at = share * positions.length - 0.5;
  const [low, high] = [positions[Math.floor(at)] as number, positions[Math.ceil(at)] as number];
  return p10 + (span * (low + (high - low) * (at - Math.floor(at)))) / 1e6;
};
const mean = ({ p10, span, positions }: Fit) => p10 + (span * positions.reduce((sum, at) => sum + at, 0)) / positions.length / 1e6;

test("a symmetrical triple: the PERT from which it was taken", () => {
  // Of PERT(1, 4, 7), a beta distribution with 3 and 3: its quantiles by its distribution function x³(10 − 15x + 6x²).
  const { kind, pert } = fit({ p10: 2_479_796, p50: 4_000_000, p90: 5_520_204 });
  expect(kind).toBe("pert");
  expect(pert?.min).toBeCloseTo(1_000_000, -2);
  expect(pert?.mode).toBeCloseTo(4_000_000, -2);
  expect(pert?.max).toBeCloseTo(7_000_000, -2);
});

test("a skewed triple: min, mode and max of PERT(2, 4, 16), whose quantiles were found by its distribution function", () => {
  // α = 1 + 4 × 2 ÷ 14, β = 6 − α; the quantiles were solved apart from this code, by integrating the density.
  const { p10, p50, p90 } = skewed(1 + 8 / 14);
  const scaled = (x: number) => Math.round((2 + 14 * x) * 1e6);
  const { pert } = fit({ p10: scaled(p10), p50: scaled(p50), p90: scaled(p90) });
  expect(Math.abs((pert?.min ?? 0) / 1e6 - 2)).toBeLessThan(0.02);
  expect(Math.abs((pert?.mode ?? 0) / 1e6 - 4)).toBeLessThan(0.04);
  expect(Math.abs((pert?.max ?? 0) / 1e6 - 16)).toBeLessThan(0.08);
});

/** Quantiles of the beta distribution α, 6 − α by plain summing up of its density. */
function skewed(alpha: number) {
  const steps = 200_000;
  const density = (x: number) => x ** (alpha - 1) * (1 - x) ** (5 - alpha);
  let whole = 0;
  for (let step = 0; step < steps; step += 1) whole += density((step + 0.5) / steps);
  const found: number[] = [];
  let sum = 0;
  for (let step = 0; step < steps && found.length < 3; step += 1) {
    sum += density((step + 0.5) / steps);
    if (sum >= ([0.1, 0.5, 0.9][found.length] as number) * whole) found.push((step + 1) / steps);
  }
  const [p10, p50, p90] = found as [number, number, number];
  return { p10, p50, p90 };
}

const triples = fc.tuple(fc.nat(1e7), fc.nat(1e7), fc.nat(1e7)).map((three) => {
  const [p10, p50, p90] = three.sort((a, b) => a - b) as [number, number, number];
  return { p10, p50, p90 };
});

describe("any triple", () => {
  test("has its own quantiles, ascending, from 0 to the most it may be", () =>
    fc.assert(
      fc.property(triples, (triple) => {
        const found = fit(triple, 1e7);
        const near = Math.max(1, found.span * 0.006);
        expect(Math.abs(quantile(found, 0.1) - triple.p10)).toBeLessThanOrEqual(near);
        expect(Math.abs(quantile(found, 0.5) - triple.p50)).toBeLessThanOrEqual(near);
        expect(Math.abs(quantile(found, 0.9) - triple.p90)).toBeLessThanOrEqual(near);
        const { p10, span, positions } = found;
        expect(positions).toEqual(positions.toSorted());
        expect(p10 * 1e6 + span * (positions[0] as number)).toBeGreaterThanOrEqual(0);
        expect(p10 * 1e6 + span * (positions.at(-1) as number)).toBeLessThanOrEqual(1e13);
      }),
    ));

  test("has the mean of the closed form within 1 %", () =>
    fc.assert(
      fc.property(triples, (triple) => {
        const found = fit(triple);
        const told = triple.p10 + (found.span * Number(found.mean)) / 1e6;
        expect(Math.abs(mean(found) - told)).toBeLessThanOrEqual(0.01 * told + 1e-6);
        if (!found.pert) return;
        const { min, mode, max } = found.pert;
        expect(Math.abs((min + 4 * mode + max) / 6 - told)).toBeLessThanOrEqual(1e-6 * found.span + 1e-6);
      }),
    ));

  test("keeps its shape when all three are as many times as large", () =>
    fc.assert(
      fc.property(triples, fc.integer({ min: 2, max: 1_000 }), ({ p10, p50, p90 }, times) => {
        const larger = fit({ p10: p10 * times, p50: p50 * times, p90: p90 * times });
        expect(larger.positions).toEqual(fit({ p10, p50, p90 }).positions);
      }),
    ));
});

describe("where PERT ends", () => {
  test("all equal: a point", () => expect(fit({ p10: 5, p50: 5, p90: 5 })).toMatchObject({ kind: "point", span: 0, mean: 0n }));
  test("P10 = P50: the lower half stands there", () => {
    const found = fit({ p10: 5_000, p50: 5_000, p90: 9_000 });
    expect(found.kind).toBe("stretched");
    expect([...found.positions.subarray(0, 256)].every((at) => at === 0)).toBe(true);
  });
  test("P50 = P90: the upper half stands there", () => {
    const found = fit({ p10: 5_000, p50: 9_000, p90: 9_000 });
    expect([...found.positions.subarray(256)].every((at) => at === 1e6)).toBe(true);
  });
  test("on both sides of the most skewed PERT it is nearly the same: no step of a hundredth of the span", () => {
    const [inside, outside] = [fit({ p10: 1e6, p50: 1_312_000, p90: 2e6 }), fit({ p10: 1e6, p50: 1_311_000, p90: 2e6 })];
    expect([inside.kind, outside.kind]).toEqual(["pert", "stretched"]);
    expect(Math.max(...inside.positions.map((at, cell) => Math.abs(at - (outside.positions[cell] as number))))).toBeLessThan(10_000);
  });
  test("what is no triple is refused", () => {
    for (const [p10, p50, p90] of [
      [2, 1, 3],
      [-1, 0, 1],
      [0.5, 1, 2],
      [1, 2, Number.NaN],
      [0, 0, 11],
    ] as const)
      expect(() => fit({ p10, p50, p90 }, 10)).toThrow(RangeError);
  });
});
