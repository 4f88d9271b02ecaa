import { expect, test } from "vitest";
import { parseDuration } from "./duration.ts";

test.each([
  ["90", 90],
  ["45s", 45],
  ["30m", 1_800],
  ["2h", 7_200],
  ["1h30m", 5_400],
  ["30d", 2_592_000],
])("%s is %i seconds", (text, seconds) => {
  expect(parseDuration(text, "--timeout")).toBe(seconds);
});

test.each(["", "0", "0s", "-5m", "1.5h", "5 m", "m", "5x", "31d", "99999999999", "1e3", "∞"])("%j is refused", (text) => {
  expect(() => parseDuration(text, "--timeout")).toThrow(/is no time between 1s and 30d/);
});
