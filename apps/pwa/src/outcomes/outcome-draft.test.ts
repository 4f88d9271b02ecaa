import fc from "fast-check";
import { expect, test } from "vitest";
import { draftOf, hoursText, milliHoursOf, patchOf, readHours } from "./outcome-draft.ts";
import { anOutcome } from "./testing/fake-outcomes.ts";

test("hours are read as they were written, to the thousandth", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (value) => {
      expect(milliHoursOf(hoursText(value))).toBe(value);
    }),
  );
  expect(["1,5", " 2 h", "0.25", "x", "", "-1", "1.2345", "99999"].map(milliHoursOf)).toEqual([
    1_500,
    2_000,
    250,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("only what is other than before is sent, and what does not fit is said", () => {
  const outcome = anOutcome();
  const draft = draftOf(outcome);
  expect(patchOf(outcome, draft)).toEqual({ value: undefined });
  expect(
    patchOf(outcome, { ...draft, p90: "20", taskType: "Big Fix", agentShare: "50 %", counterfactual: 0, reason: " because " }),
  ).toEqual({
    value: {
      taskType: "big-fix",
      hours: { p10: 4_000, p50: 8_000, p90: 20_000, judgedBy: "person" },
      agentShare: 500_000,
      counterfactual: 0,
      reason: "because",
    },
  });
  expect(patchOf(outcome, { ...draft, p10: "", p50: "", p90: "" })).toEqual({ value: { hours: null } });
  expect(readHours({ p10: "3", p50: "2", p90: "4" })).toHaveProperty("problem");
  expect(readHours({ p10: "", p50: "2", p90: "4" })).toHaveProperty("problem");
  expect(patchOf(outcome, { ...draft, agentShare: "101" })).toHaveProperty("problem");
  expect(patchOf(outcome, { ...draft, taskType: "!" })).toHaveProperty("problem");
});
