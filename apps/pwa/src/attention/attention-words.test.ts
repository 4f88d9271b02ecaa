import { describe, expect, test } from "vitest";
import { dayBars, hourBars } from "./attention-bars.ts";
import { addressOf, figureQuery, readLook, viewKey } from "./attention-look.ts";
import { habitVerdict, headline, hoursWords, moneyWords, waitingCostWords } from "./attention-words.ts";
import { aHabit, aSummary, noSummary } from "./testing/figures.ts";

describe("words", () => {
  test("one sentence says it all, and only what was measured", () => {
    expect(headline(aSummary(), 7)).toBe("Agents waited 14.2 h for people in the last 7 days; 61 % of it outside 9–18 h.");
    const { waiting } = aSummary();
    expect(headline(aSummary({ waiting: { ...waiting, outsideShare: null } }), 30)).toBe(
      "Agents waited 14.2 h for people in the last 30 days.",
    );
    expect(headline(aSummary({ waiting: { ...waiting, ms: 2_000, outsideShare: 1_000_000 } }), 7)).toBe(
      "Agents waited 2 s for people in the last 7 days.",
    );
    expect(headline(noSummary(), 7)).toBe("Nobody was asked anything in the last 7 days.");
    const { answers } = noSummary();
    expect(headline({ ...noSummary(), answers: { ...answers, ended: { ...answers.ended, rule: 3 } } }, 7)).toBe(
      "No agent waited for anybody in the last 7 days.",
    );
  });

  test("what is not known is said to be unknown, beside what is", () => {
    expect(waitingCostWords(aSummary())).toBe("$12.34 of agents’ time (2 h of waiting not priced)");
    expect(waitingCostWords(noSummary())).toBe("Not known.");
    expect(moneyWords(66_666_667, "EUR")).toBe("€66.67");
    expect(moneyWords(900, "USD")).toBe("$0.0009");
    expect([hoursWords(90 * 60_000), hoursWords(7_200_000), hoursWords(0)]).toEqual(["1 h 30 min", "2 h", "0 s"]);
  });

  test("a habit says whether answers agree, and what follows", () => {
    const { rule: _, ...other } = aHabit();
    expect(habitVerdict(aHabit())).toBe("Always approved.");
    expect(habitVerdict(aHabit({ approved: 0, denied: 89 }))).toBe("Always denied.");
    expect(habitVerdict({ ...other, n: 6, approved: 5, denied: 1, refusal: "differs" })).toBe(
      "Answers differ, denied 1 in 6: keep asking.",
    );
    expect(habitVerdict({ ...other, n: 4, approved: 3, denied: 0, refusal: "differs" })).toBe(
      "Answers differ, answered otherwise 1 in 4: keep asking.",
    );
    expect(habitVerdict({ ...other, refusal: "covered" })).toBe("A rule answers this by now.");
  });
});

describe("looks", () => {
  test("stand in the address, and what is wrong there is as if it were not", () => {
    expect(readLook("?range=30d&agent=ag_1&project=%20shop%20")).toEqual({ range: "30d", agent: "ag_1", project: "shop" });
    expect(readLook("?range=5y&agent=")).toEqual({ range: "7d" });
    expect(addressOf(readLook("?range=90d&project=a%26b"))).toBe("/value/attention?range=90d&project=a%26b");
    expect(viewKey("summary", { range: "7d" })).toBe("attention:summary:/value/attention");
  });

  test("a range is whole days of this clock up to now", () => {
    const now = new Date(2026, 10, 21, 15, 30).getTime();
    const { from, to } = figureQuery({ range: "7d" }, now);
    expect([new Date(from), to]).toEqual([new Date(2026, 10, 15), new Date(now).toISOString()]);
  });
});

test("bars are read in hours where there are some, else in minutes; an empty day is no bar", () => {
  const { bars, unit } = dayBars(aSummary());
  expect(unit).toBe("hours");
  expect(bars[0]).toMatchObject({ counts: [1, 1.5] });
  expect(bars[0]!.words).toMatch(
    /agents waited 2.5 h, 1 h 30 min outside 9–18 h; 6 answers, half within 1 min 15 s; 8 notifications shown$/u,
  );
  expect(bars[3]!.counts).toEqual([0, 0]);
  const hours = hourBars(Array.from({ length: 24 }, (_, hour) => (hour === 8 || hour === 9 ? 90_000 : 0)));
  expect(hours.unit).toBe("minutes");
  expect([hours.bars[8]!.counts, hours.bars[9]!.counts]).toEqual([
    [0, 1.5],
    [1.5, 0],
  ]);
});
