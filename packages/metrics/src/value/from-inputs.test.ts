import type { ValueInputs } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inputOf } from "./from-inputs.ts";
import { valueOf } from "./model.ts";
import { scenarioInputs } from "./scenarios.ts";
import { spread } from "./spread.ts";
import { outcome, point } from "./testing.ts";
import type { ValueOutcome } from "./types.ts";
import { costOf } from "./window-cost.ts";

const terms: ValueTerms = {
  currency: "USD",
  rate: { p10: 80_000_000, p50: 100_000_000, p90: 130_000_000 },
  realisation: { p10: 400_000, p50: 600_000, p90: 700_000 },
  plans: [{ name: "Max", monthlyMicros: 200_000_000, share: 500_000, since: "2026-01-10", until: "2026-09-14" }],
  infrastructurePerMonthMicros: 90_000_000,
  setUp: { micros: 3_600_000_000, since: "2026-08-03" },
  workingDays: 220,
  people: 5,
  hoursPerPersonDay: 8_000,
};

const column = <T>(all: readonly T[]) => ({ of: [...new Set(all)], at: all.map((one) => [...new Set(all)].indexOf(one)) });
const inputsOf = (outcomes: readonly ValueOutcome[], spent: Partial<ValueInputs["spent"]> = {}): ValueInputs =>
  ({
    window: { from: "2026-07-01T00:00:00.000Z", to: "2026-10-01T00:00:00.000Z", timeZone: "UTC" },
    days: 92,
    terms,
    seed: 7,
    spent: {
      ...{ billed: 480_000_000, rework: 30_000_000, listPrice: 900_000_000, planned: { scope: 400_000_000, all: 400_000_000 } },
      ...{ attentionMilliHours: 20_000, unattributed: null, unpriced: 0, paymentUnknown: 0, narrowed: false },
      ...spent,
    },
    outcomes: {
      n: outcomes.length,
      p10: outcomes.map(({ hours }) => hours.p10),
      p50: outcomes.map(({ hours }) => hours.p50),
      p90: outcomes.map(({ hours }) => hours.p90),
      grade: outcomes.map(({ grade }) => grade).join(""),
      agentShare: column(outcomes.map(({ agentShare }) => agentShare)),
      counterfactual: column(outcomes.map(({ counterfactual }) => counterfactual)),
      durability: column(outcomes.map(({ durability }) => durability)),
      taskType: column(outcomes.map(({ taskType }) => taskType ?? "")),
      basis: column(outcomes.map(({ basis }) => basis ?? "")),
    },
  }) as unknown as ValueInputs;

const some = [
  outcome({ taskType: "bug", basis: "type:bug", hours: { p10: 2_000, p50: 4_000, p90: 9_000 } }),
  outcome({ taskType: "docs", grade: "C", durability: 0, counterfactual: 500_000 }),
  outcome({ taskType: "bug", grade: "D", agentShare: 300_000 }),
];

describe("the model's input out of what a server answers", () => {
  test("outcomes are what they were, column by column", () => {
    const { outcomes, seed, window } = inputOf(inputsOf(some));
    expect(outcomes).toEqual(some.map((one) => ({ ...one, basis: one.basis })));
    expect({ seed, window }).toEqual({ seed: 7, window: { days: 92, workingDays: 66 } });
  });

  test("people's hours are those of the window; what attention took is no work of their own", () => {
    expect(inputOf(inputsOf(some))).toMatchObject({ humanMilliHours: 2_640_000, ownMilliHours: 2_620_000, people: 5 });
    const { people: _, ...alone } = terms;
    expect(inputOf(inputsOf(some), alone)).toMatchObject({ humanMilliHours: null, ownMilliHours: undefined });
    // Five people and eight delivered hours: a small gain, not a loss of all.
    const found = valueOf(inputOf(inputsOf([outcome({ hours: point(100_000) })])));
    expect(found.gain).toEqual(point(30_303));
  });

  test("careful is never above expected, nor that above hopeful", () => {
    const [careful, expected, hopeful] = scenarioInputs(inputOf(inputsOf(some))).map(({ input }) => valueOf(input).value?.p50 as number);
    expect([careful, expected, hopeful]).toEqual([careful, expected, hopeful].sort((a, b) => (a as number) - (b as number)));
    expect(careful).toBeLessThan(hopeful as number);
  });
});

describe("what a window cost", () => {
  const year = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1), timeZone: "Europe/Berlin" };
  const parts = ["billed", "plan", "infrastructure", "attention", "rework", "setUp"] as const;

  test("nothing counts twice: rework is a part of what was billed, list prices are in no sum", () =>
    fc.assert(
      fc.property(fc.nat(1e12), fc.nat(1e12), fc.nat(1e12), fc.integer({ min: 1, max: 3e6 }), (billed, rework, listPrice, perDollar) => {
        const abroad: ValueTerms = { ...terms, currency: "EUR", exchange: { perDollar, date: "2026-07-01" } };
        const { spent } = inputsOf(some, { billed, rework: Math.min(billed, rework) });
        const cost = costOf(spent, abroad, year);
        const dearer = costOf({ ...spent, listPrice: listPrice + 1, unattributed: { billed: 5, listPrice, sessions: 1 } }, abroad, year);
        expect(dearer.total).toBe(cost.total);
        expect(cost.total).toBe(parts.reduce((sum, part) => sum + (cost[part] ?? 0), 0));
        expect((cost.billed ?? 0) + (cost.rework ?? 0)).toBe(costOf({ ...spent, rework: 0 }, abroad, year).billed);
      }),
    ));

  test("wherever a span is cut, its parts are the whole, to the micro", () =>
    fc.assert(
      fc.property(fc.array(fc.nat(31_536_000), { maxLength: 5 }), fc.nat(1e12), (cuts, amount) => {
        const monthly = [{ amount: BigInt(amount), parts: 7n, since: "2026-02-11", until: "2026-11-02" }];
        const at = [year.from, ...cuts.map((second) => year.from + second * 1_000).sort((a, b) => a - b), year.to];
        const pieces = at.slice(1).map((to, index) => spread(monthly, { ...year, from: at[index] as number, to }));
        expect(pieces.reduce((sum, micros) => sum + micros, 0)).toBe(spread(monthly, year));
      }),
      { numRuns: 30 },
    ));

  test("set-up by hand: twelve months have all of it, a month a twelfth", () => {
    const { spent } = inputsOf(some);
    const september = { from: Date.UTC(2026, 8, 1), to: Date.UTC(2026, 9, 1), timeZone: "UTC" };
    expect(costOf(spent, terms, september).setUp).toBe(300_000_000);
    expect(costOf(spent, terms, { from: Date.UTC(2026, 7, 1), to: Date.UTC(2027, 9, 1), timeZone: "UTC" }).setUp).toBe(3_600_000_000);
    expect(costOf(spent, terms, september).missing).toEqual([]);
  });
});
