import { valueTerms } from "@beckon/contracts/value-terms";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftOf, termsOf, textOf, wholeOf } from "./terms-draft.ts";

describe("numbers as people write them", () => {
  test.each([
    ["80", 6, 80_000_000],
    ["79.50", 6, 79_500_000],
    ["79,5", 6, 79_500_000],
    ["120,000", 6, 120_000_000_000],
    ["1,234,567.89", 6, 1_234_567_890_000],
    ["27.2", 3, 27_200],
    ["0.1", 6, 100_000],
    ["12.5", 4, 125_000],
    ["365", 0, 365],
  ])("%s with %i places is %i", (text, places, value) => expect(wholeOf(text, places)).toBe(value));

  test.each([
    ["", 6],
    ["-1", 6],
    ["1e9", 6],
    ["0.1234567", 6],
    ["1.5", 0],
    ["99999999999999", 6],
    ["12 h", 3],
  ])("%s is none", (text, places) => expect(wholeOf(text, places)).toBeUndefined());

  test("what is written out reads as the same, to the last digit", () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), fc.constantFrom(3, 4, 6), (value, places) => {
        const text = textOf(value, places);
        fc.pre(text.split(".")[0]!.length <= 13);
        expect(wholeOf(text, places)).toBe(value);
      }),
    ));
});

describe("assumptions", () => {
  const micros = fc.integer({ min: 0, max: 1e12 });
  const part = fc.integer({ min: 0, max: 1_000_000 });
  const tripleOf = (of: fc.Arbitrary<number>) =>
    fc.tuple(of, of, of).map((values) => {
      const [p10, p50, p90] = values.sort((a, b) => a - b) as [number, number, number];
      return { p10, p50, p90 };
    });
  const day = fc.constantFrom("2026-01-31", "2026-03-01");
  const terms = fc
    .record(
      {
        currency: fc.constant("USD"),
        rate: tripleOf(micros),
        realisation: tripleOf(part),
        plans: fc.array(fc.record({ name: fc.constant("Team plan"), monthlyMicros: micros, share: part, since: day }), { maxLength: 3 }),
        infrastructurePerMonthMicros: micros,
        setUp: fc.record({ micros, since: day }),
        costOfDelayPerHourMicros: micros,
        workingDays: fc.integer({ min: 1, max: 366 }),
        hoursPerPersonDay: fc.integer({ min: 1, max: 24_000 }),
        people: fc.integer({ min: 1, max: 100_000 }),
      },
      { requiredKeys: ["currency", "plans", "workingDays"] },
    )
    .map((given) => valueTerms.parse(given));

  test("as they stand, drafted and read again, are the same, and what the server takes", () =>
    fc.assert(
      fc.property(terms, (given) => {
        const { terms: read, errors } = termsOf(draftOf(given));
        expect(errors).toEqual({});
        expect(read).toEqual(given);
        expect(valueTerms.safeParse(read).success).toBe(true);
      }),
    ));

  test("nothing is suggested that nobody said", () =>
    expect(termsOf(draftOf(null)).terms).toEqual({ currency: "USD", plans: [], workingDays: 220 }));

  test("one number alone is certain; three must rise", () => {
    const draft = draftOf(null);
    expect(termsOf({ ...draft, rate: { p10: "", p50: "80", p90: "" } }).terms?.rate).toEqual({ p10: 80e6, p50: 80e6, p90: 80e6 });
    expect(termsOf({ ...draft, rate: { p10: "90", p50: "80", p90: "100" } }).errors).toEqual({
      rate: "They must rise: low, middle, high.",
    });
    expect(termsOf({ ...draft, rate: { p10: "90", p50: "", p90: "100" } }).errors).toHaveProperty("rate");
    expect(termsOf({ ...draft, realisation: { p10: "", p50: "101", p90: "" } }).errors).toEqual({ realisation: "From 0 to 100." });
  });

  test("another currency needs its exchange, with the day", () => {
    const draft = { ...draftOf(null), currency: "eur" };
    expect(Object.keys(termsOf(draft).errors)).toEqual(["perDollar", "exchangeDate"]);
    const { terms: read } = termsOf({ ...draft, perDollar: "0.92", exchangeDate: "2026-11-20" });
    expect(read).toMatchObject({ currency: "EUR", exchange: { perDollar: 920_000, date: "2026-11-20" } });
    expect(valueTerms.safeParse(read).success).toBe(true);
  });

  test("what is wrong in a plan is said at its field", () => {
    const plan = { name: "", monthly: "x", share: "", since: "", until: "2026-01-01" };
    expect(Object.keys(termsOf({ ...draftOf(null), plans: [plan] }).errors).sort()).toEqual([
      "plans.0.monthly",
      "plans.0.name",
      "plans.0.share",
      "plans.0.since",
    ]);
  });
});
