import type { ValueInputs } from "@beckon/contracts/value";
import type { ValueAssumptions } from "@beckon/contracts/value-assumptions";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import type { ValueSnapshot } from "@beckon/contracts/value-reports";
import { asOf, aSummary, aTrend, someFigures, someGroups } from "./figures.ts";

export const someTerms: ValueTerms = {
  currency: "USD",
  rate: { p10: 80_000_000, p50: 100_000_000, p90: 130_000_000 },
  realisation: { p10: 400_000, p50: 600_000, p90: 750_000 },
  plans: [{ name: "Team plan", monthlyMicros: 200_000_000, share: 500_000, since: "2025-01-01" }],
  workingDays: 220,
};

/** Inputs as the server gives them, of so many made-up outcomes. */
export function someInputs(n: number, more: Partial<ValueInputs> = {}): ValueInputs {
  const each = <T>(of: (index: number) => T) => Array.from({ length: n }, (_, index) => of(index));
  const { window } = aSummary();
  return {
    window,
    asOf,
    currency: "USD",
    assumptions: { version: 3, at: "2026-11-02T09:00:00.000Z" },
    formula: "beckon-value/1",
    seed: 1,
    days: 90,
    terms: someTerms,
    spent: {
      billed: 212_400_000,
      rework: 0,
      listPrice: 691_120_000,
      planned: { scope: 300_000_000, all: 300_000_000 },
      attentionMilliHours: 1_676,
      unattributed: { billed: 31_070_000, listPrice: 88_200_000, sessions: 14 },
      unpriced: 0,
      paymentUnknown: 0,
      narrowed: false,
    },
    outcomes: {
      n,
      p10: each((index) => 300 + (index % 7) * 90),
      p50: each((index) => 700 + (index % 7) * 210),
      p90: each((index) => 1_500 + (index % 7) * 480),
      grade: each((index) => "AABCD"[index % 5]).join(""),
      agentShare: { of: [1_000_000, 700_000], at: each((index) => (index % 4 === 0 ? 1 : 0)) },
      counterfactual: { of: [1_000_000, 500_000], at: each((index) => (index % 9 === 0 ? 1 : 0)) },
      durability: { of: [1_000_000, 0], at: each((index) => (index % 17 === 3 ? 1 : 0)) },
      taskType: { of: ["feature", "fix"], at: each((index) => index % 2) },
      basis: { of: [""], at: each(() => 0) },
    },
    ...more,
  };
}

const { breakEvenMilliHours, milliHours, value, costMicros, net, roi, chance } = someFigures();
const headline = { breakEvenMilliHours, milliHours, value, costMicros, net, roi, chance };
export const aVersion = (version: number, more: Partial<ValueAssumptions> = {}): ValueAssumptions => ({
  version,
  at: "2026-11-02T09:00:00.000Z",
  by: { kind: "person", id: "pe_1", name: "Ada King" },
  note: "With finance",
  terms: someTerms,
  changed: ["rate"],
  moved: {
    window: aSummary().window,
    currency: { before: "USD", after: "USD" },
    before: { ...headline, breakEvenMilliHours: 10_000 },
    after: headline,
  },
  ...more,
});

export const aSnapshot = (more: Partial<ValueSnapshot> = {}): ValueSnapshot => {
  const { groups: _, shared: __, rows: ___, groupBy: ____, cursor: _____, ...summary } = aSummary();
  return {
    title: "November",
    at: asOf,
    summary,
    groups: [{ by: "role", groups: someGroups().groups, shared: null, more: false }],
    trend: aTrend(),
    terms: someTerms,
    ...more,
  };
};
