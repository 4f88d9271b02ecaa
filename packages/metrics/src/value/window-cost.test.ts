import type { ValueSpent } from "@beckon/contracts/value";
import { valueTerms } from "@beckon/contracts/value-terms";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDays } from "./local-days.ts";
import { lastOfYear, spread } from "./spread.ts";
import { costOf } from "./window-cost.ts";

const zones = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/New_York"];
const from = Date.parse("2018-01-01T00:00:00Z");
const instant = fc.integer({ min: 0, max: 9 * 365 * 96 }).map((quarters) => from + quarters * 900_000);
const date = fc.integer({ min: 0, max: 3_000 }).map((day) => new Date(from + day * 86_400_000).toISOString().slice(0, 10));

describe("what is paid by the month", () => {
  test("a full month is the price, half of its days half of it, whatever the clocks do in it", () => {
    const plan = [{ amount: 300n, parts: 1n, since: "2020-01-01" }];
    const span = (start: string, end: string) => ({ from: Date.parse(start), to: Date.parse(end), timeZone: "Europe/Berlin" });
    expect(spread(plan, span("2026-10-01T00:00:00+02:00", "2026-11-01T00:00:00+01:00"))).toBe(300);
    expect(spread(plan, span("2026-11-01T00:00:00+01:00", "2026-11-16T00:00:00+01:00"))).toBe(150);
    // 25 October has 25 hours: a fifth of it is five hours.
    const day = [{ amount: 3_100n, parts: 1n, since: "2020-01-01" }];
    expect(spread(day, span("2026-10-25T00:00:00+02:00", "2026-10-25T04:00:00+01:00"))).toBe(20);
    expect(spread(day, span("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"))).toBe(100);
  });

  test("the parts of a span add up to the whole of it, wherever and in whatever zone it is cut", () => {
    const cost = fc.record({ amount: fc.bigInt({ min: 0n, max: 10n ** 12n }), parts: fc.constantFrom(1n, 12n, 1_000_000n), since: date });
    fc.assert(
      fc.property(
        fc.array(cost, { maxLength: 3 }),
        fc.array(instant, { minLength: 2, maxLength: 6 }),
        fc.constantFrom(...zones),
        (costs, cuts, timeZone) => {
          const points = cuts.toSorted((a, b) => a - b);
          const parts = points.slice(1).map((to, index) => spread(costs, { from: points[index] as number, to, timeZone }));
          const whole = spread(costs, { from: points[0] as number, to: points.at(-1) as number, timeZone });
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
          expect(parts.every((part) => part >= 0)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("set-up is spread over twelve months, and is then paid", () => {
    const setUp = { amount: 12_000n, parts: 12n, since: "2026-01-15", until: lastOfYear("2026-01-15") };
    expect(setUp.until).toBe("2027-01-14");
    const of = (start: string, end: string) => spread([setUp], { from: Date.parse(start), to: Date.parse(end), timeZone: "UTC" });
    expect(of("2025-01-01T00:00:00Z", "2029-01-01T00:00:00Z")).toBe(12_000);
    expect(of("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")).toBe(1_000);
    expect(of("2027-01-15T00:00:00Z", "2029-01-01T00:00:00Z")).toBe(0);
  });

  test("a day begins at the first instant of its date, in every zone", () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, timeZone) => {
        const days = localDays(timeZone);
        const [year, month, day] = days.dateOf(at).split("-").map(Number) as [number, number, number];
        const start = days.startOf(year, month, day);
        expect([days.dateOf(start), days.dateOf(start - 1) < days.dateOf(at)]).toEqual([days.dateOf(at), true]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the cost of a window", () => {
  const month = { from: Date.parse("2026-11-01T00:00:00Z"), to: Date.parse("2026-12-01T00:00:00Z"), timeZone: "UTC" };
  const spent: ValueSpent = {
    ...{ billed: 100, rework: 30, listPrice: 500, planned: { scope: 400, all: 400 }, attentionMilliHours: 2_000 },
    ...{ unattributed: { billed: 10, listPrice: 20, sessions: 1 }, unpriced: 0, paymentUnknown: 0, narrowed: false },
  };
  const rate = { p10: 1, p50: 10, p90: 20 };

  test("nothing is said, nothing is made up: only what was billed counts, the rest is missing", () => {
    expect(costOf(spent, null, month)).toMatchObject({
      ...{ billed: 70, rework: 30, plan: null, infrastructure: null, attention: null, setUp: null, total: 100 },
      missing: ["plan", "infrastructure", "attention", "setUp"],
    });
  });

  test("while what was billed or a plan's price is not known, zeros beside it are no cost", () => {
    const free = { ...spent, billed: 0, rework: 0, attentionMilliHours: 0 };
    const terms = valueTerms.parse({ rate });
    // All that was used is covered by a plan that nobody has named.
    expect(costOf(free, terms, month)).toMatchObject({ billed: 0, plan: null, attention: 0, total: null });
    const unused = { ...free, billed: null, listPrice: null, planned: { scope: 0, all: 0 } };
    expect(costOf(unused, terms, month)).toMatchObject({ billed: null, plan: 0, total: null });
    expect(costOf({ ...unused, billed: 0 }, terms, month)).toMatchObject({ billed: 0, plan: 0, total: 0 });
    expect(costOf({ ...free, attentionMilliHours: 1_000 }, terms, month)).toMatchObject({ plan: null, total: 10 });
  });

  test("all parts add up to the total, and another currency scales what is told in dollars alone", () => {
    const terms = {
      rate,
      plans: [{ name: "Max", monthlyMicros: 40, share: 500_000, since: "2026-01-01" }],
      infrastructurePerMonthMicros: 7,
    };
    expect(costOf(spent, valueTerms.parse(terms), month)).toMatchObject({
      billed: 70,
      rework: 30,
      plan: 20,
      infrastructure: 7,
      attention: 20,
      total: 147,
    });
    const euro = valueTerms.parse({ ...terms, currency: "EUR", exchange: { perDollar: 500_000, date: "2026-11-01" } });
    expect(costOf(spent, euro, month)).toMatchObject({
      billed: 35,
      rework: 15,
      plan: 20,
      listPrice: 250,
      total: 97,
      unattributed: { billed: 5 },
    });
  });

  test("amounts without measure are told as this much or more", () => {
    const plan = { name: "Huge", monthlyMicros: 1e15, share: 1_000_000, since: "2000-01-01" };
    const terms = valueTerms.parse({ rate, plans: Array.from({ length: 50 }, () => plan) });
    expect(costOf(spent, terms, month)).toMatchObject({ plan: Number.MAX_SAFE_INTEGER, total: Number.MAX_SAFE_INTEGER });
  });

  test("of a narrower scope: its own, and its part of the plans by what they covered of it", () => {
    const terms = valueTerms.parse({
      plans: [{ name: "Max", monthlyMicros: 80, share: 1_000_000, since: "2026-01-01" }],
      infrastructurePerMonthMicros: 7,
    });
    const own = { ...spent, rework: 0, narrowed: true, planned: { scope: 100, all: 400 }, attentionMilliHours: null, unattributed: null };
    expect(costOf(own, terms, month)).toMatchObject({ billed: 100, plan: 20, infrastructure: null, total: 120 });
  });
});
