import { failureCause as contract } from "@beckon/contracts/coordination";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureCause, failureCauses } from "./failure-cause.ts";
import { heldOut, tuned } from "./fixtures/all-errors.ts";
import type { Labelled } from "./fixtures/labelled.ts";

test("the causes are those of the contract", () => expect([...failureCauses]).toEqual(contract.options));

describe("who says the cause", () => {
  test.each([
    [
      "the reporter, against the message",
      { reported: "budget", message: "connect ECONNREFUSED 127.0.0.1:1" },
      { cause: "budget", by: "reporter" },
    ],
    ["the reporter, in other writing", { reported: " Rate-Limit " }, { cause: "rate_limit", by: "reporter" }],
    [
      "the message, if the reporter does not know",
      { reported: "unknown", message: "Request timed out" },
      { cause: "timeout", by: "message" },
    ],
    [
      "the message, if the reporter's word is none of ours",
      { reported: "gremlins", message: "deadlock detected" },
      { cause: "conflict", by: "message" },
    ],
    ["nobody", { message: "It did not work" }, { cause: "unknown", by: "nobody" }],
    ["nobody, of nothing", {}, { cause: "unknown", by: "nobody" }],
  ])("%s", (_name, failure, found) => expect(failureCause(failure)).toEqual(found));
});

test.each([
  ["src/net.ts line 503 is too long", "unknown"],
  ["took 429 ms and did nothing", "unknown"],
  ["HTTP 503", "connectivity"],
  ["\u001B[31mstatus code: 429\u001B[0m", "rate_limit"],
])("a number is a status only where one is told: %s", (message, cause) => expect(failureCause({ message }).cause).toBe(cause));

test.each([
  ["cannot pickle 'module' object", "serialization"],
  ["yaml: line 82: mapping values are not allowed in this context", "serialization"],
  ["Operation exceeded deadline of 36m4s", "timeout"],
  ["User declined to run the command: rm -rf build", "permission"],
  ["File src/pay.ts was modified by planner-12 since it was read", "conflict"],
  ["Could not acquire lock on orders.db: held by process 812", "conflict"],
  ["Coverage 72.2% is below the threshold of 80%", "verification_failed"],
  ["Task description is ambiguous: which invoice should be changed?", "unclear_task"],
])("words of agents and of tools' rarer failures: %s", (message, cause) => expect(failureCause({ message }).cause).toBe(cause));

test.each<[string, Labelled[]]>([
  ["the messages it was made with", tuned],
  ["messages held out", heldOut],
])("at least 95 %% of real messages get their cause: %s", (_name, set) => {
  const all = set.flatMap(({ cause, messages }) => messages.map((message) => ({ cause, message })));
  const wrong = all.filter(({ cause, message }) => failureCause({ message }).cause !== cause);
  const share = ((all.length - wrong.length) / all.length) * 100;
  expect(share, `${share.toFixed(2)} % of ${all.length}; wrong: ${wrong.map(({ message }) => message).join(" | ")}`).toBeGreaterThanOrEqual(
    95,
  );
});

test("the corpus knows every cause", () => {
  const known = new Set([...tuned, ...heldOut].map(({ cause }) => cause));
  expect(failureCauses.filter((cause) => !known.has(cause))).toEqual([]);
});

test("any text has a cause, and letters' case does not matter", () =>
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom(...tuned.flatMap(({ messages }) => messages)),
      (junk, message) => {
        expect(failureCauses).toContain(failureCause({ message: junk, reported: junk }).cause);
        expect(failureCause({ message: message.toLowerCase() }).cause).toBe(failureCause({ message }).cause);
      },
    ),
  ));
