import { describe, expect, test } from "vitest";
import { formatAgo, formatDuration, formatMoment } from "./duration.ts";

describe("formatDuration", () => {
  test.each([
    [0, "0 s"],
    [-5_000, "0 s"],
    [Number.NaN, "0 s"],
    [59_900, "59 s"],
    [60_000, "1 min"],
    [252_000, "4 min 12 s"],
    [3_600_000, "1 h"],
    [3_661_000, "1 h 1 min"],
    [90_000_000, "1 d 1 h"],
  ])("%d ms is %s", (milliseconds, words) => expect(formatDuration(milliseconds)).toBe(words));

  test("leaves seconds out from where it is told", () => expect(formatDuration(1_559_000, 600)).toBe("25 min"));
});

test("looks back in one unit", () => {
  expect(formatAgo(1_000)).toBe("just now");
  expect(formatAgo(252_000)).toBe("4 min ago");
  expect(formatAgo(9_000_000)).toBe("2 h ago");
});

test("a moment of another day names the day, of another year the year", () => {
  const now = new Date(2026, 10, 21, 12);
  expect(formatMoment(new Date(2026, 10, 21, 9), now)).not.toContain("21");
  expect(formatMoment(new Date(2026, 10, 20, 9), now)).toContain("20");
  expect(formatMoment(new Date(2025, 10, 20, 9), now)).toContain("2025");
  expect(formatMoment("no date", now)).toBe("");
});
