import { defaultEscalation, escalationPolicy } from "@beckon/contracts/escalation";
import fc from "fast-check";
import { expect, test } from "vitest";
import { draftOf, policyOf } from "./escalation-draft.ts";
import { decisionsSentence, stepsSentence } from "./escalation-words.ts";

const channelId = "ch_00000000000000000000AA";
const channels = [{ id: channelId, name: "On call", enabled: true }];

test("what a form says is what it was made from", () => {
  const tells = fc.constantFrom("device" as const, "devices" as const, "person" as const, "everyone" as const);
  const step = fc.record({ afterMinutes: fc.integer({ min: 0, max: 1_440 }), tell: tells });
  const channel = fc.record({
    afterMinutes: fc.integer({ min: 0, max: 1_440 }),
    tell: fc.constant("channel" as const),
    channelId: fc.constant(channelId),
  });
  const policies = fc.record({
    steps: fc
      .array(fc.oneof(step, channel), { minLength: 1, maxLength: 10 })
      .map((steps) => steps.map((each, index) => (index === 0 ? { ...each, afterMinutes: 0 } : each))),
    repeat: fc.option(fc.record({ afterMinutes: fc.integer({ min: 5, max: 1_440 }), times: fc.integer({ min: 1, max: 10 }) }), {
      nil: null,
    }),
    decisions: fc.record({
      fromRisk: fc.constantFrom(null, "medium" as const, "high" as const, "critical" as const),
      fromCostPerHourMicros: fc.option(
        fc.integer({ min: 1, max: 999_999 }).map((dollars) => dollars * 1_000_000),
        { nil: null },
      ),
    }),
  });
  fc.assert(
    fc.property(policies, (policy) => {
      expect(escalationPolicy.parse(policyOf(draftOf(policy)))).toEqual(policy);
    }),
  );
});

test("a form with a wrong line says no policy", () => {
  const draft = draftOf(defaultEscalation);
  for (const wrong of [
    { steps: [] },
    {
      steps: [
        { after: "0", to: "device" },
        { after: "x", to: "devices" },
      ],
    },
    {
      steps: [
        { after: "0", to: "device" },
        { after: "1441", to: "devices" },
      ],
    },
    { repeatAfter: "4" },
    { repeatTimes: "11" },
    { cost: "-1" },
    { cost: "much" },
  ])
    expect(policyOf({ ...draft, ...wrong })).toBeUndefined();
});

test("the steps are one sentence, by the clock since the first", () => {
  expect(stepsSentence({ ...defaultEscalation, channels })).toBe(
    "First the device used last, after 3 minutes all other devices of the person, after 8 minutes everybody else; from the beginning again 30 minutes later, 2 times.",
  );
  const steps = [
    { afterMinutes: 0, tell: "everyone" as const },
    { afterMinutes: 60, tell: "channel" as const, channelId },
    { afterMinutes: 0, tell: "channel" as const, channelId: "ch_gone" },
  ];
  expect(stepsSentence({ steps, repeat: null, channels })).toBe("First everybody, after 1 hour On call, with it a channel that is gone.");
  expect(decisionsSentence({ decisions: { fromRisk: "high", fromCostPerHourMicros: 20_000_000 } })).toBe(
    "Decisions of high risk or more, and those whose waiting costs $20 an hour or more go on from the second step while nobody opens or answers them; all devices are told first.",
  );
  expect(decisionsSentence({ decisions: { fromRisk: null, fromCostPerHourMicros: null } })).toBe(
    "Decisions are told once, to all devices.",
  );
});
