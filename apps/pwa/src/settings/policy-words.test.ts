import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import { expect, test } from "vitest";
import { policySentences } from "./policy-words.ts";

const quiet = { from: "22:00", to: "07:00" };

test("a policy is said as what will happen tonight", () => {
  expect(policySentences(defaultPolicy)).toEqual(["Everything rings, at any hour."]);
  expect(policySentences({ ...defaultPolicy, quiet })).toEqual([
    "Between 22:00 and 07:00 only critical decisions, critical alerts and your own reminders ring; the rest comes at 07:00.",
  ]);
  expect(
    policySentences({
      ...defaultPolicy,
      ...{ quiet, digestAt: ["18:00", "08:00"] },
      kinds: { ...defaultPolicy.kinds, "decision.low": "digest", budget: "digest", "decision.critical": "off", reminder: "off" },
    }),
  ).toEqual([
    "Between 22:00 and 07:00 only critical alerts ring; the rest comes at 07:00.",
    "Told together at 08:00 and 18:00: decisions of low risk and budgets.",
    "Never told here: decisions of critical risk and reminders.",
  ]);
  const none = Object.fromEntries(Object.keys(defaultPolicy.kinds).map((kind) => [kind, "off"])) as typeof defaultPolicy.kinds;
  expect(policySentences({ ...defaultPolicy, quiet, kinds: none })).toEqual(["Nothing rings on this device."]);
});
