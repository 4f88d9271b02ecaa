import type { ValueGroup, ValueSummary, ValueTrend } from "@beckon/contracts/value";
import type { ValueFigures } from "@beckon/contracts/value-figures";

export const asOf = "2026-11-21T12:00:00.000Z";
const window = { from: "2026-08-23T12:00:00.000Z", to: asOf, timeZone: "UTC" };
const frame = { window, asOf, currency: "USD", assumptions: { version: 3, at: "2026-11-02T09:00:00.000Z" } };
const dollars = (value: number) => Math.round(value * 1e6);
const range = (p10: number, p50: number, p90: number, of = 1) => ({ p10: p10 * of, p50: p50 * of, p90: p90 * of });

/** The reference case: 480 $ at 100 $/h and 60 % are 8.0 h; and what was delivered against it. */
export const someFigures = (more: Partial<ValueFigures> = {}): ValueFigures => ({
  formula: "beckon-value/1",
  seed: 1,
  draws: 10_000,
  n: 41,
  costMicros: dollars(480),
  breakEvenMilliHours: 8_000,
  milliHours: range(21_300, 27_100, 34_200),
  value: range(980, 1_610, 2_340, 1e6),
  net: range(500, 1_130, 1_860, 1e6),
  roi: range(1_041_666, 2_354_166, 3_875_000),
  chance: 987_000,
  expectedMicros: dollars(1_642),
  atP50: null,
  grades: { A: 210_000, B: 520_000, C: 200_000, D: 70_000 },
  indicative: false,
  strongest: [
    { input: "realisation", low: dollars(420), high: dollars(1_820) },
    { input: "hours", taskType: "feature", low: dollars(760), high: dollars(1_540) },
    { input: "rate", low: dollars(870), high: dollars(1_400) },
  ],
  paybackMilliDays: 38_200,
  multiple: null,
  gain: null,
  annual: null,
  warnings: [{ code: "cost_missing", parts: ["infrastructure", "setUp"] }],
  ...more,
});

export const aSummary = (more: Partial<ValueSummary> = {}): ValueSummary => ({
  ...frame,
  figures: someFigures(),
  why: {},
  cost: {
    billed: dollars(212.4),
    plan: dollars(100),
    infrastructure: null,
    attention: dollars(167.6),
    rework: null,
    setUp: null,
    total: dollars(480),
    listPrice: dollars(691.12),
    unattributed: { billed: dollars(31.07), listPrice: dollars(88.2), sessions: 14 },
    missing: ["infrastructure", "setUp"],
    unpriced: 3,
    paymentUnknown: 0,
  },
  counts: {
    outcomes: 41,
    holdOuts: 2,
    withoutHours: 5,
    writtenDown: { outcomes: 3, milliHours: 6_500, micros: dollars(390), since: "2026-09-20T10:00:00.000Z" },
  },
  counters: {
    rework: { share: 125_000, n: 32, reworked: 4, micros: dollars(12.5) },
    reverts: { share: 62_500, n: 32, reverted: 2 },
    review: { p50Minutes: 95, p95Minutes: 1_620, n: 28 },
  },
  groups: [],
  shared: null,
  rows: {},
  ...more,
});

const aGroup = (key: string | null, scale: number, more: Partial<ValueGroup> = {}): ValueGroup => ({
  key,
  outcomes: Math.round(20 * scale),
  value: range(Math.round(400 * scale), Math.round(700 * scale), Math.round(1_100 * scale), 1e6),
  costMicros: dollars(120),
  net: range(Math.round(400 * scale) - 120, Math.round(700 * scale) - 120, Math.round(1_100 * scale) - 120, 1e6),
  roi: range(Math.round(1_000_000 * scale), Math.round(3_000_000 * scale), Math.round(5_000_000 * scale)),
  breakEvenMilliHours: 2_000,
  indicative: false,
  counters: aSummary().counters,
  ...more,
});
export const someGroups = (more: Partial<ValueSummary> = {}): ValueSummary =>
  aSummary({
    groupBy: "agent",
    groups: [
      aGroup("ag_builder", 1.4, { name: "builder-2" }),
      aGroup("ag_lead", 0.6, { name: "planner", indicative: true }),
      aGroup("ag_test", 0.12, { name: "tester-1" }),
      aGroup(null, 0.05),
    ],
    shared: dollars(167.6),
    ...more,
  });

const weekMs = 7 * 86_400_000;
export const aTrend = (more: Partial<ValueTrend> = {}): ValueTrend => ({
  ...frame,
  unit: "week",
  buckets: Array.from({ length: 13 }, (_, week) => {
    const hoursMilli = [0, 900, 400, 1_200, 1_900, 1_600, 2_200, 3_100, 2_800, 0, 3_600, 4_800, 3_900][week]!;
    return {
      from: new Date(Date.parse("2026-08-24T00:00:00Z") + week * weekMs).toISOString(),
      to: new Date(Date.parse("2026-08-31T00:00:00Z") + week * weekMs).toISOString(),
      outcomes: Math.round(hoursMilli / 700),
      hoursMilli,
      expectedMicros: hoursMilli * 60_000,
      costMicros: dollars(20 + week * 3),
      breakEvenMilliHours: 600,
      reverted: week === 4 ? 1 : 0,
    };
  }),
  firstDays: [
    {
      team: "tm_shop",
      name: "Shop",
      firstSignalAt: "2026-09-21T09:00:00.000Z",
      weeks: [3_100, 2_200, 1_400, 1_900, 3_600, 4_100, 4_400, 3_900, 2_000].map((hoursMilli, index) => ({
        day: index * 7,
        outcomes: Math.round(hoursMilli / 700),
        hoursMilli,
        costMicros: dollars(30),
        over: index < 8,
      })),
    },
  ],
  ...more,
});

/** Nobody has said anything yet, and nothing was accepted. */
export const nothingYet = (more: Partial<ValueSummary> = {}): ValueSummary =>
  aSummary({
    assumptions: null,
    figures: someFigures({
      n: 0,
      costMicros: null,
      breakEvenMilliHours: null,
      milliHours: null,
      value: null,
      net: null,
      roi: null,
      chance: null,
      expectedMicros: null,
      grades: null,
      indicative: null,
      strongest: [],
      paybackMilliDays: null,
      warnings: [],
    }),
    why: {
      breakEvenMilliHours: "no_assumptions",
      value: "no_assumptions",
      net: "no_assumptions",
      roi: "no_assumptions",
      milliHours: "no_outcomes",
    },
    cost: {
      billed: null,
      plan: null,
      infrastructure: null,
      attention: null,
      rework: null,
      setUp: null,
      total: null,
      listPrice: null,
      unattributed: null,
      missing: ["billed", "plan", "infrastructure", "attention", "rework", "setUp"],
      unpriced: 0,
      paymentUnknown: 0,
    },
    counts: { outcomes: 0, holdOuts: 0, withoutHours: 0, writtenDown: { outcomes: 0, milliHours: 0, micros: null, since: null } },
    counters: {
      rework: { share: null, n: 0, reworked: 0, micros: null },
      reverts: { share: null, n: 0, reverted: 0 },
      review: { p50Minutes: null, p95Minutes: null, n: 0 },
    },
    ...more,
  });
