import { describe, expect, test } from "vitest";
import { expected } from "./at-p50.ts";
import { addDraws, drawHours } from "./draws.ts";
import { hoursTogether, weigh } from "./hours.ts";
import { valueOf } from "./model.ts";
import { input, noCost, outcome, point } from "./testing.ts";
import type { Triple } from "./types.ts";
import { drawAssumed, exactWorth } from "./worth.ts";

const ppm = 1_000_000;
const three = ({ p10, p50, p90 }: Triple) => [p10, p50, p90];

test("the mean of the draws is that of the closed form, of one outcome and of hundreds", () => {
  const [seed, draws, ppmMost] = [5, 10_000, { atMost: ppm, seed: 5, draws: 10_000 }];
  const rate = drawAssumed({ p10: 60e6, p50: 90e6, p90: 130e6 }, "rate", { seed, draws });
  const realisation = drawAssumed({ p10: 400_000, p50: 600_000, p90: 800_000 }, "realisation", ppmMost);
  for (const n of [1, 7, 40, 300]) {
    const hours = (index: number) => ({ p10: 1_000 + 37 * index, p50: 3_000 + 53 * index, p90: 8_000 + 90 * index });
    const durability = (index: number) => (index % 5 === 4 ? 500_000 : ppm);
    const all = weigh(Array.from({ length: n }, (_, index) => outcome({ hours: hours(index), durability: durability(index) })));
    const worthOf = exactWorth(addDraws(drawHours(all, () => null, seed, draws).values(), draws), rate, realisation);
    const mean = Array.from({ length: draws }, (_, draw) => worthOf(draw)).reduce((sum, micros) => sum + micros / draws, 0);
    expect(Math.abs(mean / expected(hoursTogether(all, "mean"), rate.fit, realisation.fit) - 1)).toBeLessThan(0.01);
  }
});

test("a single uncertain input comes out as it was entered", () => {
  const hours = { p10: 4_000, p50: 8_000, p90: 16_000 };
  const found = valueOf(input({ outcomes: [outcome({ hours })] }));
  three(found.milliHours as Triple).forEach((figure, index) =>
    expect(Math.abs(figure / (three(hours)[index] as number) - 1)).toBeLessThan(0.005),
  );
  const rate = { p10: 60_000_000, p50: 90_000_000, p90: 130_000_000 };
  const worth = valueOf(input({ assumptions: { rateMicros: rate, realisation: point(ppm) } })).value as Triple;
  three(worth).forEach((figure, index) => expect(Math.abs(figure / 8 / (three(rate)[index] as number) - 1)).toBeLessThan(0.0001));
});

test("outcomes of one basis err together: the range is as wide as one estimate's, not narrowed by their number", () => {
  const hours = { p10: 4_000, p50: 8_000, p90: 16_000 };
  const apart = valueOf(input({ outcomes: Array.from({ length: 100 }, () => outcome({ hours })) })).milliHours as Triple;
  const together = valueOf(input({ outcomes: Array.from({ length: 100 }, () => outcome({ hours, basis: "bug" })) })).milliHours as Triple;
  expect(together.p90 / together.p10).toBeGreaterThan(3.9);
  expect(apart.p90 / apart.p10).toBeLessThan(1.2);
});

test("each outcome errs by itself: the width grows as the root of their number", () => {
  const width = (n: number) => {
    const { p10, p90 } = valueOf(
      input({ outcomes: Array.from({ length: n }, () => outcome({ hours: { p10: 6_000, p50: 8_000, p90: 10_000 } })) }),
    ).milliHours as Triple;
    return p90 - p10;
  };
  // PERT has a standard deviation of its own; the sum of many is a normal distribution, 2.563 of them from P10 to P90.
  for (const n of [16, 64, 256, 1_024]) expect(width(n) / Math.sqrt(n) / (2.563 * 1_492)).toBeCloseTo(1, 1);
});

describe("what has no data is null, and never 0", () => {
  const unknown = { billed: null, plan: null, infrastructure: null, attention: null, rework: null, setUp: null };
  const nothing = { value: null, net: null, roi: null, chance: null, grades: null, indicative: null, annual: null, strongest: [] };
  test("without outcomes the cost is known and the value is not", () =>
    expect(valueOf(input({ outcomes: [], costs: { ...noCost, billed: 5 } }))).toMatchObject({
      ...nothing,
      n: 0,
      costMicros: 5,
      milliHours: null,
    }));
  test("without a rate the hours are known", () =>
    expect(valueOf(input({ assumptions: { rateMicros: null, realisation: point(ppm) } }))).toMatchObject({
      value: null,
      breakEvenMilliHours: null,
      milliHours: point(8_000),
      grades: { A: ppm, B: 0, C: 0, D: 0 },
    }));
  test("without any cost there is a value, but no net", () =>
    expect(valueOf(input({ costs: unknown }))).toMatchObject({
      costMicros: null,
      net: null,
      roi: null,
      chance: null,
      paybackMilliDays: null,
      value: point(800_000_000),
    }));
  test("a part of the cost that nobody knows is named", () =>
    expect(valueOf(input({ costs: { ...noCost, plan: null, rework: null } })).warnings).toEqual([
      { code: "cost_missing", parts: ["plan", "rework"] },
    ]));
  test("zeros beside what nobody knows are no cost from which everything would pay for itself", () => {
    for (const part of ["billed", "plan"] as const)
      expect(valueOf(input({ costs: { ...noCost, [part]: null } }))).toMatchObject({
        ...{ costMicros: null, breakEvenMilliHours: null, net: null, paybackMilliDays: null, value: point(800_000_000) },
        warnings: [{ code: "cost_missing", parts: [part] }],
      });
    expect(valueOf(input({ costs: { ...noCost, plan: null, attention: 5 } }))).toMatchObject({ costMicros: 5 });
    expect(valueOf(input({ costs: { ...noCost, infrastructure: null } }))).toMatchObject({ costMicros: 0 });
  });
  test("for nothing there is no return on it", () =>
    expect(valueOf(input())).toMatchObject({ costMicros: 0, roi: null, chance: null, net: point(800_000_000) }));
  test("more money than a number holds is not told, and why", () => {
    const found = valueOf(input({ assumptions: { rateMicros: { p10: 1, p50: 1e12, p90: 2e15 }, realisation: point(ppm) } }));
    expect(found).toMatchObject({
      value: null,
      net: null,
      atP50: null,
      strongest: [],
      milliHours: point(8_000),
      warnings: expect.arrayContaining([{ code: "too_large" }]),
    });
  });
  test("what is never paid back has no payback", () =>
    expect(valueOf(input({ costs: { ...noCost, billed: 800_000_001 } }))).toMatchObject({
      paybackMilliDays: null,
      chance: 0,
      net: point(-1),
    }));
  test("only reverted outcomes: worth 0, and no grade to rest on", () =>
    expect(valueOf(input({ outcomes: [outcome({ durability: 0 })] }))).toMatchObject({ value: point(0), grades: null, indicative: null }));
});

describe("what stands beside the figures", () => {
  test("indicative from more than half on C and D, not from half", () => {
    const grades = (c: number) => valueOf(input({ outcomes: [outcome(), outcome({ grade: "C", hours: point(c) })] }));
    expect(grades(8_000)).toMatchObject({ indicative: false, warnings: [] });
    expect(grades(8_001)).toMatchObject({ indicative: true, warnings: [{ code: "indicative" }] });
  });

  test("from gross to net, step by step", () => {
    const one = outcome({ agentShare: 800_000, counterfactual: 500_000, durability: 250_000 });
    const given = input({
      outcomes: [one],
      assumptions: { rateMicros: point(100_000_000), realisation: point(600_000) },
      costs: { ...noCost, billed: 8_000_000 },
    });
    expect(valueOf(given).atP50).toEqual({
      gross: 800_000_000,
      afterAgentShare: 640_000_000,
      afterCounterfactual: 320_000_000,
      afterDurability: 80_000_000,
      value: 48_000_000,
      cost: 8_000_000,
      net: 40_000_000,
    });
  });

  test("the three strongest inputs by hand: each at its P10 and P90, the others at P50", () => {
    const rateMicros = { p10: 50_000_000, p50: 100_000_000, p90: 200_000_000 };
    const realisation = { p10: 500_000, p50: 600_000, p90: 700_000 };
    const given = input({
      outcomes: [
        outcome({ taskType: "bug", hours: { p10: 7_000, p50: 8_000, p90: 9_000 } }),
        outcome({ taskType: "docs", hours: { p10: 1_950, p50: 2_000, p90: 2_050 } }),
      ],
      assumptions: { rateMicros, realisation },
      costs: { ...noCost, billed: 100_000_000 },
    });
    const [first, second, third, ...more] = valueOf(given).strongest;
    const near = (found: number, wanted: number) => expect(Math.abs(found - wanted)).toBeLessThan(1_000_000);
    expect([first?.input, second?.input, third?.input, third?.taskType, more]).toEqual(["rate", "realisation", "hours", "bug", []]);
    near(first?.low ?? 0, 200_000_000);
    near(first?.high ?? 0, 1_100_000_000);
    near(second?.low ?? 0, 400_000_000);
    near(second?.high ?? 0, 600_000_000);
    near(third?.low ?? 0, 440_000_000);
    near(third?.high ?? 0, 560_000_000);
  });

  test("what nobody gave a range is no input that moves anything", () => expect(valueOf(input()).strongest).toEqual([]));

  test("people's own work is work that came out too: five of them, 100 h delivered for 20 h of their attention", () =>
    expect(
      valueOf(input({ outcomes: [outcome({ hours: point(100_000) })], humanMilliHours: 2_600_000, ownMilliHours: 2_580_000 })),
    ).toMatchObject({ multiple: point(1_030_769), gain: point(30_769) }));

  test("a quarter's pace for a year of 220 working days, shared by its people", () =>
    expect(
      valueOf(input({ window: { days: 91, workingDays: 55 }, people: 2, outcomes: [outcome({ hours: point(2_000_000) })] })),
    ).toMatchObject({
      annual: { value: point(800_000_000_000), milliHoursPerPerson: 4_000_000 },
      warnings: [{ code: "over_year", milliHours: 4_000_000 }],
    }));
});

test("nonsense is refused", () => {
  const refused = [
    input({ outcomes: [outcome({ durability: 1_000_001 })] }),
    input({ outcomes: [outcome({ agentShare: -1 })] }),
    input({ outcomes: [outcome({ hours: { p10: 2, p50: 1, p90: 3 } })] }),
    input({ costs: { ...noCost, billed: -1 } }),
    input({ draws: 105 }),
    input({ assumptions: { rateMicros: point(1), realisation: point(1_000_001) } }),
  ];
  for (const given of refused) expect(() => valueOf(given)).toThrow(RangeError);
});
