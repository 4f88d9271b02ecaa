import { describe, expect, test } from "vitest";
import { checkClaim } from "./claim.ts";
import { breakEven, payback, roi } from "./figures.ts";
import { valueOf } from "./model.ts";
import { input, noCost, outcome, point } from "./testing.ts";

describe("the reference cases of METRICS, exactly", () => {
  test("8 h of work produced 27.2 h of equivalent output: multiple 3.4, gain 240 %", () => {
    const found = valueOf(input({ outcomes: [outcome({ hours: point(27_200) })], humanMilliHours: 8_000 }));
    expect(found.multiple).toEqual(point(3_400_000));
    expect(found.gain).toEqual(point(2_400_000));
  });

  test("value 856,200, cost 10,000: ROI 84.62, payback 4.31 days of 365", () => {
    const found = valueOf(
      input({
        outcomes: [outcome({ hours: point(8_562_000) })],
        costs: { ...noCost, billed: 10_000_000_000 },
        window: { days: 365, workingDays: 220 },
      }),
    );
    expect(found).toMatchObject({
      value: point(856_200_000_000),
      net: point(846_200_000_000),
      roi: point(84_620_000),
      chance: 1_000_000,
      paybackMilliDays: 4_313,
      expectedMicros: 856_200_000_000,
    });
    expect(roi(846_200_000_000, 10_000_000_000)).toBe(84_620_000);
    expect(payback(10_000_000_000, 846_200_000_000, 365)).toBe(4_313);
  });

  test("23.5 h saved a day for 365 days, for one person: shown, with the warning", () => {
    const found = valueOf(input({ outcomes: [outcome({ hours: point(23_500 * 365) })], window: { days: 365, workingDays: 220 } }));
    expect(found.annual).toEqual({ value: point(857_750_000_000), net: point(857_750_000_000), milliHoursPerPerson: 8_577_500 });
    expect(found.warnings).toContainEqual({ code: "over_year", milliHours: 8_577_500 });
    const shared = valueOf(input({ outcomes: [outcome({ hours: point(2_080_000) })], window: { days: 365, workingDays: 220 } }));
    expect(shared.warnings).toEqual([]);
  });

  test("cost 480, rate 100 an hour, realisation 0.6: break-even 8 h, with outcomes or without", () => {
    expect(breakEven(480_000_000, 100_000_000, 600_000)).toBe(8_000);
    const assumptions = { rateMicros: point(100_000_000), realisation: point(600_000) };
    expect(valueOf(input({ assumptions, costs: { ...noCost, plan: 480_000_000 }, outcomes: [] })).breakEvenMilliHours).toBe(8_000);
  });
});

describe("the claim of 340 % and 857,000 for a developer", () => {
  const claim = {
    milliHoursPerDay: 23_500,
    days: 365,
    rateMicros: 80_000_000,
    flat: [
      { name: "quality", micros: 120_000_000_000 },
      { name: "speed", micros: 50_000_000_000 },
    ],
    costMicros: 10_000_000_000,
    output: { humanMilliHours: 8_000, equivalentMilliHours: 27_200 },
    stated: { gain: 3_400_000, sumMicros: 857_000_000_000 },
  };

  test("comes to what its own inputs come to", () =>
    expect(checkClaim(claim)).toMatchObject({
      multiple: 3_400_000,
      gain: 2_400_000,
      hoursValueMicros: 686_200_000_000,
      sumMicros: 856_200_000_000,
      netMicros: 846_200_000_000,
      roi: 84_620_000,
      paybackMilliDays: 4_313,
      milliHoursPerYear: 8_577_500,
      yearHolds: { milliHours: 2_080_000, micros: 166_400_000_000 },
    }));

  test("and every reason not to believe it is said", () =>
    expect(checkClaim(claim).warnings).toEqual([
      { code: "over_year", milliHours: 8_577_500 },
      { code: "over_working_day", milliHours: 23_500, impossible: false },
      { code: "over_working_days", days: 365, workingDays: 220, impossible: false },
      { code: "multiple_called_gain", stated: 3_400_000, gain: 2_400_000 },
      { code: "hours_disagree", milliHours: 19_200 },
      { code: "sum_disagrees", stated: 857_000_000_000, sum: 856_200_000_000 },
      { code: "no_grade" },
      { code: "gross" },
      { code: "flat_unproven", names: ["quality", "speed"] },
      { code: "no_range" },
    ]));

  test("a modest claim is still gross, without a grade and without a range", () => {
    const modest = { milliHoursPerDay: 1_000, days: 220, rateMicros: 80_000_000, flat: [], costMicros: 1_000_000_000 };
    const { sumMicros, multiple, warnings } = checkClaim(modest);
    expect({ sumMicros, multiple }).toEqual({ sumMicros: 17_600_000_000, multiple: null });
    expect(warnings.map(({ code }) => code)).toEqual(["no_grade", "gross", "no_range"]);
    expect(checkClaim({ ...modest, costMicros: 0 }).roi).toBeNull();
  });

  test("of a part of a claim nothing is told that it does not say", () => {
    const output = { humanMilliHours: 8_000, equivalentMilliHours: 27_200 };
    const found = checkClaim({ milliHoursPerDay: 0, days: 0, rateMicros: 0, flat: [{ name: "speed", micros: 5 }], costMicros: 1, output });
    expect(found).toMatchObject({ multiple: 3_400_000, sumMicros: 5, paybackMilliDays: null });
    expect(found.warnings.map(({ code }) => code)).toEqual(["no_grade", "gross", "flat_unproven", "no_range"]);
  });

  test("more than a day or a year has is told as impossible", () =>
    expect(checkClaim({ ...claim, milliHoursPerDay: 24_001, days: 400 }).warnings).toEqual(
      expect.arrayContaining([
        { code: "over_working_day", milliHours: 24_001, impossible: true },
        { code: "over_working_days", days: 400, workingDays: 220, impossible: true },
      ]),
    ));
});
