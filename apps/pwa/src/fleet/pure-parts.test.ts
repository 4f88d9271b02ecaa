import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decided } from "../platform/testing/rows.ts";
import { filesOf, pathWords } from "./agent-files.ts";
import { AsOf } from "./as-of.ts";
import { callWords, costsOf, costWords, tokensOf } from "./cost.ts";
import { formatMoney } from "./money.ts";
import { short } from "./short.ts";
import { aSessionOf, ago, noUsage, someUsage } from "./testing/rows.ts";
import { timeline } from "./timeline.ts";

describe("money", () => {
  test.each([
    [0, "$0.00"],
    [40, "under $0.0001"],
    [4_300, "$0.0043"],
    [10_000, "$0.01"],
    [420_000, "$0.42"],
    [1_204_995_000, "$1,205.00"],
  ])("%d millionths are %s", (micros, words) => expect(formatMoney(micros)).toBe(words));

  test("what could not be priced is unknown, and never 0", () => {
    expect(costsOf([{ usage: someUsage({ costMicros: null, unpriced: 2 }) }]).map(costWords)).toEqual(["cost unknown"]);
    expect(costsOf([{ usage: noUsage }])).toEqual([]);
    expect(costsOf([{ usage: someUsage({ costMicros: 0 }) }]).map(costWords)).toEqual(["$0.00"]);
  });

  test("a part that could not be priced makes it a lower bound", () =>
    expect(costsOf([{ usage: someUsage() }, { usage: someUsage({ costMicros: null, unpriced: 2 }) }]).map(costWords)).toEqual([
      "at least $0.42",
    ]));

  test("what a plan covers is never added to what is paid by token, nor to what nobody told", () => {
    const runs = [
      { usage: someUsage(), payment: "tokens" as const },
      { usage: someUsage(), payment: "plan" as const },
      { usage: someUsage() },
    ];
    expect(costsOf(runs).map(({ payment, micros }) => [payment, micros])).toEqual([
      ["tokens", 420_000],
      ["plan", 420_000],
      ["unknown", 420_000],
    ]);
    expect(costsOf(runs, "plan").map(costWords)).toEqual(["$1.26 in plan"]);
  });

  test("tokens are summed by part, calls are counted", () => {
    expect(tokensOf([{ usage: someUsage() }, { usage: someUsage() }])).toEqual({
      input: 2_000,
      output: 400,
      cacheRead: 10_000,
      cacheWrite: 600,
    });
    expect([callWords(1), callWords(1_204)]).toEqual(["1 call", "1,204 calls"]);
  });
});

describe("texts of agents", () => {
  test("are cut without halving a character, and never grow", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const cut = short(text, most);
        expect(cut.length).toBeLessThanOrEqual(most + 1);
        expect(cut.isWellFormed()).toBe(true);
        if (text.length <= most) expect(cut).toBe(text);
      }),
    ));

  test.each([
    ["/home/dev/shop/src/a.ts", "/home/dev/shop", "src/a.ts"],
    ["/home/dev/shop/src/a.ts", "/home/dev/shop/", "src/a.ts"],
    ["/home/dev/shop2/a.ts", "/home/dev/shop", "/home/dev/shop2/a.ts"],
    ["C:\\work\\shop\\a.ts", "C:\\work\\shop", "a.ts"],
    ["/etc/hosts", undefined, "/etc/hosts"],
  ])("%s seen from %s is %s", (path, cwd, words) => expect(pathWords(path, cwd)).toBe(words));
});

test("a file that several runs touched is one line, the latest first", () => {
  const file = (path: string, edits: number, seconds: number) => ({ path, edits, at: ago(seconds) });
  expect(filesOf([{ files: [file("a", 1, 10), file("b", 2, 50)] }, { files: [file("b", 3, 5)] }])).toEqual([
    file("b", 5, 5),
    file("a", 1, 10),
  ]);
});

test("the timeline is one of all runs and questions, newest first; a question stands where it was answered", () => {
  const run = (id: string, ...seconds: number[]) =>
    aSessionOf("a", { id, recent: seconds.map((second) => ({ at: ago(second), kind: "tool.ended", text: `${second}` })) });
  const answered = decided("dr_1", "approve", { askedAt: ago(100), resolvedAt: ago(15) });
  const moments = timeline([run("se_1", 40, 10), run("se_2", 20)], [answered]);
  expect(moments.map((moment) => ("asked" in moment ? moment.asked.id : moment.happening.text))).toEqual(["10", "dr_1", "20", "40"]);
  expect(new Set(moments.map(({ key }) => key)).size).toBe(4);
});

test("without a connection the clock stands at the last sync", () => {
  const known = new AsOf();
  const state = { since: "", pendingAnswers: 0, asOf: ago(60) };
  expect(known.clock({ ...state, state: "live" }).asOf).toBeUndefined();
  const off = known.clock({ ...state, state: "offline" });
  expect([off.asOf, off.ticker.now()]).toEqual([ago(60), Date.parse(ago(60))]);
  expect(known.clock({ ...state, state: "connecting" }).ticker).toBe(off.ticker);
  expect(known.clock({ ...state, state: "offline", asOf: ago(30) }).ticker).not.toBe(off.ticker);
});
