import { describe, expect, test } from "vitest";
import { barsOf, isDaily } from "./teamwork-bars.ts";
import { aCollision, aSummary, row } from "./testing/figures.ts";
import { collisionsInOrder, lineWords, partiesInOrder } from "./collision-view.ts";
import { mergedRows } from "./merged-rows.ts";
import { keyOfParty } from "./party.ts";
import { narrowedBy } from "./records-narrowed.ts";
import { momentsOf } from "@beckon/ui/moments";
import { percent, rowWords, trendLook, verdict } from "./teamwork-words.ts";

describe("figures in words", () => {
  test.each([
    [78.947, "78.9"],
    [75, "75"],
    [0, "0"],
    [99.96, "100"],
  ])("%d is %s", (value, words) => expect(percent(value)).toBe(words));

  test("a row says what it rests on, and nothing of what was not measured", () => {
    expect(rowWords(row(6, 2))).toBe("6 of 8 succeeded, 75 % (40.9–92.9 %)");
    expect(rowWords(row(0, 0, 40))).toBe("nothing ended, 40 open");
    expect(rowWords(row(0, 3))).toMatch(/^0 of 3 succeeded, 0 %/u);
  });

  test("a span that ends today says so, where it began on another day", () => {
    const now = new Date(2026, 10, 21, 12);
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();
    expect(momentsOf(at(14, 16), at(21, 3), now)).toMatch(/14.* to today, /u);
    expect(momentsOf(at(21, 2), at(21, 3), now)).not.toContain("today");
    expect(momentsOf(at(14, 16), at(15, 3), now)).not.toContain("today");
    expect(momentsOf(at(14, 16), at(14, 16), now)).not.toContain(" to ");
  });

  test("the verdict names the most frequent cause, and what cannot be tried again", () => {
    expect(verdict(aSummary())).toBe("Most often: lost hand-off, 15 of 20 failures. 3 had no retry left.");
    expect(verdict(aSummary({ total: row(3, 0), byCause: [] }))).toBe("Every attempt that ended worked out.");
    expect(verdict(aSummary({ total: row(0, 0, 40), byCause: [] }))).toBe("40 attempts to work together, none ended yet.");
    expect(verdict(aSummary({ total: row(0, 0), byCause: [] }))).toBe("No attempt to work together yet.");
  });

  test("a trend by shape and word, never by colour alone", () => {
    const of = (direction: "improving" | "declining" | "stable" | "no data", difference: number | null) =>
      trendLook(aSummary({ trend: { direction, before: row(1, 1), difference, low: null, high: null } }));
    expect([of("improving", 12.34).mark, of("declining", -4).mark, of("stable", 1).mark, of("no data", null).mark]).toEqual([
      "▲",
      "▼",
      "■",
      "○",
    ]);
    expect(of("declining", -4).detail).toBe("−4 points on the 24 h before");
    expect(of("no data", null).detail).not.toMatch(/\d+ points/u);
  });
});

describe("bars", () => {
  test("days are days, though the first is only a piece of one", () => {
    const bucket = (from: string, to: string) => ({ from, to, ...row(1, 0) });
    const days = [
      bucket("2026-11-20T12:00:00.000Z", "2026-11-21T00:00:00.000Z"),
      bucket("2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"),
    ];
    expect(isDaily(days)).toBe(true);
    expect(isDaily(aSummary().buckets)).toBe(false);
  });

  test("one for each step, the empty one too, with words for screen readers", () => {
    const bars = barsOf(aSummary());
    expect(bars).toHaveLength(24);
    expect(bars[3]?.counts).toEqual([0, 0, 0]);
    expect(bars[3]?.words).toMatch(/: nothing ended$/u);
    expect(bars[20]?.words).toMatch(/: 6 of 8 succeeded, 75 %/u);
    expect(bars.filter(({ label }) => label !== undefined).length).toBeLessThanOrEqual(6);
  });

  test("are days where the steps are, also in a night that has 23 hours", () => {
    const step = (hours: number) => [
      {
        from: "2026-11-20T00:00:00.000Z",
        to: new Date(Date.parse("2026-11-20T00:00:00.000Z") + hours * 3_600_000).toISOString(),
        ...row(1, 0),
      },
    ];
    expect([isDaily(step(1)), isDaily(step(23)), isDaily([])]).toEqual([false, true, false]);
  });
});

describe("collisions", () => {
  test("open before over, hot before soft, then the latest; the first in the file first", () => {
    const some = [
      aCollision("over", { status: "over", kind: "hot" }),
      aCollision("soft"),
      aCollision("hot", { kind: "hot" }),
      aCollision("later", { lastAt: "2026-11-21T11:59:00.000Z" }),
    ];
    expect(collisionsInOrder(some).map(({ id }) => id)).toEqual(["hot", "later", "soft", "over"]);
    expect(partiesInOrder(aCollision("x")).map(({ name }) => name)).toEqual(["first", "second"]);
  });

  test.each<[[number, number][] | undefined, string | undefined]>([
    [undefined, undefined],
    [[[7, 7]], "line 7"],
    [
      [
        [1, 4],
        [9, 9],
      ],
      "lines 1–4, 9",
    ],
    [[1, 2, 3, 4, 5, 6].map((n) => [n * 10, n * 10 + 2]), "lines 10–12, 20–22, 30–32, 40–42 and 2 more"],
  ])("lines %j", (lines, words) => expect(lineWords(lines)).toBe(words));
});

test("a side is asked for by its agent, by its name, or as not told", () => {
  expect([keyOfParty({ id: "ag_1", name: "a" }), keyOfParty({ name: "a" }), keyOfParty({ name: "" }), keyOfParty(undefined)]).toEqual([
    "ag_1",
    "=a",
    "-",
    "-",
  ]);
});

test("what narrows the rows is said, and can be taken away one by one", () => {
  const narrowed = narrowedBy(
    { range: "7d", role: "tester", status: "failed", cause: "timeout", giver: "=Plan\u202e", taker: "ag_x", giverRole: "-", pattern: "p" },
    { agents: [], patterns: [{ id: "p", template: "connect …" }] },
  );
  expect(narrowed.map(({ words }) => words)).toEqual([
    "Failed",
    "Cause: timeout",
    "Like “connect …”",
    "From Plan[U+202E right-to-left override]",
    "To an agent",
    "From no role told",
  ]);
  expect(narrowed.map(({ without }) => Object.keys(without)).flat()).not.toContain("role");
});

test("news of the first page go on top, rows read further down stay, none twice", () => {
  const at = (...ids: string[]) => ids.map((id) => ({ id }));
  expect(mergedRows(at("d", "c"), at("c", "b", "a")).map(({ id }) => id)).toEqual(["d", "c", "b", "a"]);
});
