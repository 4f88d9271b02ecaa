import { expect, test } from "vitest";
import { alarmWords, eventWords, forecastWords, missingWords, resetWords, spentWords, standingLook, targetWords } from "./budget-words.ts";
import { aBudget, aSilence, anAnomaly } from "./testing/rows.ts";

const at = Date.parse("2026-11-27T11:00:00Z");
const spent = (micros: number | null, more: object = {}) => ({
  micros,
  n: 1,
  unpriced: 0,
  paymentUnknown: 0,
  asOf: "2026-11-27T11:00:00Z",
  ...more,
});

test("when it resets, by the clock of its own zone", () => {
  expect(resetWords(aBudget("1"), at)).toBe("Resets in 3 days, Tue 1 December 00:00 Europe/Berlin");
  expect(resetWords(aBudget("1"), Date.parse("2026-11-30T20:30:00Z"))).toContain("Resets in 2 hours");
  expect(resetWords(aBudget("1"), Date.parse("2026-11-30T22:50:30Z"))).toContain("Resets in 10 min");
  expect(resetWords(aBudget("1"), Date.parse("2026-12-02T00:00:00Z"))).toContain("not heard of since");
  const { to: _, ...life } = aBudget("1").current;
  expect(resetWords({ ...aBudget("1"), current: life }, at)).toBe("");
});

test("what is spent, and what is not in it", () => {
  expect(spentWords(aBudget("1"))).toBe("$4.10 of $10.00");
  expect(spentWords(aBudget("1", { current: { spent: spent(null, { unpriced: 3 }) } }))).toBe("No call priced yet of $10.00");
  expect(spentWords(aBudget("1", { current: { spent: spent(null) } }))).toBe("Nothing spent yet of $10.00");
  expect(missingWords(aBudget("1", { current: { spent: spent(1, { unpriced: 3 }) } }))).toBe("3 calls without price are not in it.");
  expect(missingWords(aBudget("1", { current: { spent: spent(1, { unpriced: 1 }) } }))).toBe("1 call without price is not in it.");
  expect(missingWords(aBudget("1", { current: { spent: spent(1, { paymentUnknown: 2 }) } }))).toBe(
    "2 calls of which nobody said how they are paid are not in it.",
  );
  expect(missingWords(aBudget("1"))).toBe("");
});

test("how it stands, and how it will end", () => {
  expect(standingLook(aBudget("1")).word).toBe("within");
  expect(standingLook(aBudget("1", { current: { spent: spent(6_500_000) } })).word).toBe("over 60 %");
  expect(standingLook(aBudget("1", { paused: true })).word).toContain("rests");
  expect(standingLook(aBudget("1", { current: { standing: "continued", spent: spent(12_000_000) } }))).toMatchObject({ tone: "bad" });
  expect(forecastWords(aBudget("1"))).toBe("At the end: about $7.40 ($6.20 to $9.10); within the limit.");
  const forecast = { p10: 8_000_000, p50: 9_500_000, p90: 12_000_000, n: 9, asOf: "2026-11-27T11:00:00Z" };
  expect(forecastWords(aBudget("1", { current: { forecast } }))).toContain("it may go over the limit");
  expect(forecastWords(aBudget("1", { current: { forecast: { ...forecast, p10: 11_000_000 } } }))).toContain("; over the limit");
  expect(forecastWords(aBudget("1", { current: { forecast: null } }))).toBe("");
});

test("what happened, in words", () => {
  const actor = { kind: "person" as const, name: "Bo" };
  expect(eventWords({ at: "", what: "extended", by: actor, micros: 5_000_000 })).toBe("Extended by $5.00, by Bo");
  expect(eventWords({ at: "", what: "stop", by: { kind: "system", name: "expiry" } })).toBe("To be stopped, nobody answered");
  expect(eventWords({ at: "", what: "step", percent: 80, micros: 8_000_000 })).toBe("80 % spent: $8.00");
  expect(targetWords({ name: "a", how: "hold", state: "requested" })).toBe("is held at its next step");
  expect(targetWords({ name: "a", how: "hold", state: "done" })).toBe("stands still");
  expect(targetWords({ name: "a", how: "machine", state: "expired" })).toBe("was not stopped in time");
  expect(targetWords({ name: "a", how: "none", state: "failed" })).toBe("was not stopped");
  expect(alarmWords(aSilence("1"))).toContain("2 agents are at work");
  expect(alarmWords(anAnomaly("1"))).toBe("All agents spent $31.00 in one hour, usually $2.40.");
});
