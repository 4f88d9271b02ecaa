import { expect, test } from "vitest";
import { figuresWords, furtherFigures, hoursWords } from "./rule-words.ts";

const none = { asked: 0, would: 0, same: 0, against: 0, nobody: 0, left: 0 };

test("figures in words: never a none that was not measured", () => {
  expect(figuresWords(none)).toBe("Nothing was asked in this time: there is nothing to compare it with.");
  expect(figuresWords({ ...none, asked: 5 })).toBe("Would have answered none of 5.");
  expect(figuresWords({ ...none, asked: 52, would: 31, same: 31 })).toBe("Would have answered 31 of 52, none against you.");
  expect(figuresWords({ ...none, asked: 52, would: 31, against: 2 })).toBe("Would have answered 31 of 52, 2 against you.");
  expect(furtherFigures({ ...none, would: 3, nobody: 3, left: 4 })).toBe(
    "3 that no person had answered, 4 more left to you by its limit for the hour.",
  );
  expect(furtherFigures(none)).toBe("");
});

test.for([
  [[1, 2, 3, 4, 5], "Mon–Fri 08:00–18:00, UTC"],
  [[7, 1, 2, 3, 4, 5, 6], "every day 08:00–18:00, UTC"],
  [[6, 1], "Mon, Sat 08:00–18:00, UTC"],
] as const)("hours of %j", ([days, said]) => {
  expect(hoursWords({ days: [...days], from: "08:00", to: "18:00", zone: "UTC" })).toBe(said);
});
