import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureLine, longest } from "./failure-text.ts";
import { failurePatterns, failureTemplate, patternKey, type Failure } from "./failure-pattern.ts";
import { heldOut, tuned } from "./fixtures/all-errors.ts";
import type { Labelled } from "./fixtures/labelled.ts";

type Judged = { label: string; key: string };
const judge = (set: readonly Labelled[]): Judged[] =>
  set.flatMap(({ pattern, messages }) => messages.map((message) => ({ label: pattern, key: patternKey(message) })));

/** Percent of the messages that stand in the largest part of their group, when grouped by `by` and parted by `other`. */
function agreement(all: readonly Judged[], by: keyof Judged, other: keyof Judged): number {
  const groups = [...Map.groupBy(all, (one) => one[by]).values()];
  const largest = groups.map((group) => Math.max(...[...Map.groupBy(group, (one) => one[other]).values()].map(({ length }) => length)));
  return (largest.reduce((sum, size) => sum + size, 0) / all.length) * 100;
}

describe("patterns of real messages", () => {
  test.each<[string, Labelled[]]>([
    ["the messages they were made with", tuned],
    ["messages held out", heldOut],
    ["all", [...tuned, ...heldOut]],
  ])("purity and recall are at least 95 %%: %s", (_name, set) => {
    const all = judge(set);
    const [purity, recall] = [agreement(all, "key", "label"), agreement(all, "label", "key")];
    const says = `purity ${purity.toFixed(2)} %, recall ${recall.toFixed(2)} % of ${all.length} messages`;
    expect(purity, says).toBeGreaterThanOrEqual(95);
    expect(recall, says).toBeGreaterThanOrEqual(95);
  });

  test("the corpus is large and varied, a third of it held out", () => {
    const [all, held] = [judge([...tuned, ...heldOut]).length, judge(heldOut).length];
    expect(all).toBeGreaterThanOrEqual(350);
    expect(held / all).toBeGreaterThan(0.33);
    expect(new Set([...tuned, ...heldOut].map(({ family }) => family)).size).toBeGreaterThanOrEqual(15);
  });
});

describe("a template", () => {
  test("hosts of both families are one value", () =>
    expect(patternKey("read ECONNRESET while streaming from [::1]:8080 (attempt 2/10)")).toBe(
      patternKey("read ECONNRESET while streaming from 10.0.0.4:5432 (attempt 7/10)"),
    ));

  test.each([
    ["connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED …"],
    ["Cannot find module './a' at https://x.example/y?z=1", "Cannot find module … at …"],
    ["2026-11-21T08:00:00.123Z ERROR task 0d9a4c2f-11aa-4b7e-8c1c-3f1e7a529d1c failed after 1.5 s", "task … failed after …"],
    ["src/a.ts(41,7): error TS2322: Type 'x' is not assignable to type 'y'.", "TS2322: Type … is not assignable to type …."],
    ["Request failed with status code 503", "Request failed with status code 503"],
    ["2 of 14 checks failed: lint", "… of … checks failed: lint"],
    ["12 tests failed", "… tests failed"],
    ["2026-11-21T08:00:00Z ERROR 3 tests failed", "tests failed"],
    ["1732200000 connection lost", "connection lost"],
    ["doesn't match, can't go on", "doesn't match, can't go on"],
    ["", ""],
  ])("%s", (message, template) => expect(failureTemplate(message)).toBe(template));

  test("keeps apart what means something else", () => {
    const keys = [
      "Request failed with status code 429",
      "Request failed with status code 503",
      "exit code 1",
      "exit code 137",
      "read ECONNRESET",
      "read EPIPE",
    ];
    expect(new Set(keys.map(patternKey)).size).toBe(keys.length);
  });

  test("is made of the line that tells: what Python raised, not where", () =>
    expect(failureLine("Traceback (most recent call last):\n  File \"a.py\", line 1\n    x()\nKeyError: 'a'")).toBe("KeyError: 'a'"));
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 8, minute)).toISOString();

test("a pattern has its count, first and last, agents and the earliest example; most frequent first, but exhausted ones before all", () => {
  const found = failurePatterns([
    { message: "connect ECONNREFUSED 10.0.0.2:2", at: at(5), agent: "b" },
    { message: "deadlock detected", at: at(1), agent: "a" },
    { message: "connect ECONNREFUSED 10.0.0.1:1", at: at(2), agent: "a" },
    { message: "connect ECONNREFUSED 10.0.0.3:3", at: at(9), agent: "b" },
  ]);
  expect(found.n).toBe(4);
  expect(found.patterns[0]).toEqual({
    key: "connect econnrefused",
    template: "connect ECONNREFUSED …",
    count: 3,
    exhausted: 0,
    firstAt: at(2),
    lastAt: at(9),
    agents: ["a", "b"],
    example: "connect ECONNREFUSED 10.0.0.1:1",
  });
  expect(found.patterns).toHaveLength(2);
  const many = ["a", "a", "b"].map((word) => ({ message: `${word} failed`, at: at(1), exhausted: word === "b" }));
  expect(failurePatterns(many).patterns.map(({ key, count, exhausted }) => [key, count, exhausted])).toEqual([
    ["b failed", 1, 1],
    ["a failed", 2, 0],
  ]);
});

const anyFailure: fc.Arbitrary<Failure> = fc.record({
  message: fc.oneof(fc.constantFrom(...tuned.flatMap(({ messages }) => messages)), fc.string({ unit: "binary" })),
  at: fc.nat(50).map(at),
  agent: fc.constantFrom("a", "b", undefined),
  exhausted: fc.boolean(),
});

test("nothing is lost or counted twice, in any order of arrival", () =>
  fc.assert(
    fc.property(fc.array(anyFailure), (failures) => {
      const found = failurePatterns(failures);
      expect(failurePatterns(failures.toReversed())).toEqual(found);
      expect(found.patterns.reduce((sum, { count }) => sum + count, 0)).toBe(failures.length);
      for (const { template, firstAt, lastAt } of found.patterns) {
        expect(firstAt <= lastAt && template.length <= 300 && template.isWellFormed() && !template.includes("\0")).toBe(true);
      }
    }),
  ));

test("two messages that differ in a number, a path or an id are one pattern", () =>
  fc.assert(
    fc.property(
      fc.nat(),
      fc.uuid(),
      fc.stringMatching(/^[a-z]{1,9}$/),
      fc.nat(),
      fc.uuid(),
      fc.stringMatching(/^[a-z]{1,9}$/),
      (n, id, name, m, other, path) => {
        const say = (count: number, key: string, file: string) =>
          `Agent could not write ${count} rows of run ${key} to /srv/${file}/out.csv`;
        expect(patternKey(say(n, id, name))).toBe(patternKey(say(m, other, path)));
      },
    ),
  ));

describe("hostile text", () => {
  const parts = [
    '"',
    "'",
    "a",
    "1.",
    "(",
    "/a",
    "…",
    "expected ",
    "assert a ",
    "Unexpected token ",
    '{"message":"\\',
    "table a",
    "\n",
    "'a ",
    "\u001B[0;",
    "\ud800",
    "a: ",
    "in pod a",
    "error: [",
  ];
  const bombs = parts.flatMap((one) => parts.map((other) => (one + other).repeat(20_000)));

  test("is read up to 2,000 characters and no further: what follows changes nothing", () => {
    for (const bomb of bombs) expect(patternKey(`${bomb.slice(0, longest)}tail`)).toBe(patternKey(bomb.slice(0, longest)));
  });

  test("never takes long: 361 messages of up to a megabyte, made to send expressions back and forth", () => {
    for (const bomb of bombs) expect(failureTemplate(bomb).length).toBeLessThanOrEqual(300);
  });
});
