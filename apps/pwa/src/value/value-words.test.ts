import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  briefMoney,
  chanceWords,
  count,
  counted,
  days,
  exactMoney,
  hours,
  minutes,
  money,
  multiple,
  percent,
  span,
} from "./value-words.ts";

describe("figures in words", () => {
  test.each([
    [480_000_000, "$480"],
    [12_400_000, "$12.40"],
    [-12_400_000, "−$12.40"],
    [0, "$0"],
    [846_200_000_000, "$846,200"],
    // Beyond what a fraction of seconds' worth of bits could hold: the last cent is still the last cent.
    [9_007_199_254_740_991, "$9,007,199,255"],
  ])("%i millionths are %s", (micros, words) => expect(money(micros)).toBe(words));

  test("in another currency, and to the cent", () => {
    expect(money(1_180_000_000, "EUR")).toBe("€1,180");
    expect(exactMoney(9_007_199_254_730_000)).toBe("$9,007,199,254.73");
    expect(exactMoney(856_200_000_000)).toBe("$856,200");
  });

  test("an amount is written as English writes it in its currency, and in millions where there is little room", () => {
    const amounts = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }));
    const exact = (micros: number) => {
      const digits = String(Math.abs(micros)).padStart(7, "0");
      return `${micros < 0 ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}` as Intl.StringNumericLiteral;
    };
    const said = (micros: number, currency: string, options: Intl.NumberFormatOptions) =>
      new Intl.NumberFormat("en-US", { style: "currency", currency, ...options }).format(exact(micros)).replace("-", "−");
    fc.assert(
      fc.property(amounts, fc.constantFrom("USD", "EUR", "GBP", "CHF", "JPY", "CAD"), fc.constantFrom(0, 2), (micros, currency, places) => {
        const fixed = { minimumFractionDigits: places, maximumFractionDigits: places };
        expect(exactMoney(micros, currency, places)).toBe(said(micros, currency, fixed));
        const brief = { notation: "compact", maximumSignificantDigits: 3 } as const;
        if (Math.abs(micros) >= 1e12) expect(briefMoney(micros, currency)).toBe(said(micros, currency, brief));
      }),
      {
        numRuns: 400,
        examples: [
          [999_499_999_999_999, "USD", 0],
          [999_500_000_000_000, "USD", 0],
          [9_995_000_000_000, "EUR", 2],
          [99_949_999_999_999, "CHF", 2],
        ],
      },
    );
    expect(briefMoney(856_200_000_000)).toBe("$856,200");
  });

  test("hours, shares and multiples", () => {
    expect([hours(8_000), hours(21_340), hours(1_240_500), hours(0)]).toEqual(["8.0 h", "21.3 h", "1,241 h", "0.0 h"]);
    expect([percent(84_620_000), percent(2_400_000), percent(15_000), percent(-500_000), percent(0)]).toEqual([
      "8,462 %",
      "240 %",
      "1.5 %",
      "−50 %",
      "0 %",
    ]);
    expect([multiple(3_400_000), multiple(1_000_000), multiple(1_257_900)]).toEqual(["3.4", "1", "1.26"]);
    expect([days(4_313), days(92_000), days(1_000_000)]).toEqual(["4.31 days", "92 days", "3 years"]);
    expect([minutes(42), minutes(65), minutes(120), minutes(4_000)]).toEqual(["42 min", "1.1 h", "2.0 h", "3 days"]);
    expect([count(-3), counted(1, "outcome"), counted(1_204, "outcome")]).toEqual(["−3", "1 outcome", "1,204 outcomes"]);
  });

  test("a range of one figure is one figure, and one below nothing is no minus after a dash", () => {
    expect(span({ p10: 70_000_000, p90: 1_180_000_000 }, money)).toBe("$70.00–$1,180");
    expect(span({ p10: 1_000_000, p90: 1_000_000 }, money)).toBe("$1.00");
    expect(span({ p10: -500_000, p90: 2_460_000 }, percent)).toBe("−50 to 246 %");
  });

  test("ten thousand draws are never a certainty", () => {
    expect(chanceWords(1_000_000)).toEqual({ word: "very likely", of: "over 999 of 1,000" });
    expect(chanceWords(0)).toEqual({ word: "very unlikely", of: "under 1 of 1,000" });
    expect(chanceWords(960_000)).toEqual({ word: "very likely", of: "96 of 100" });
    expect(chanceWords(500_000).word).toBe("as likely as not");
    expect(chanceWords(600_000)).toEqual({ word: "more likely than not", of: "60 of 100" });
  });
});
