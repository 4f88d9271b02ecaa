import { describe, expect, test } from "vitest";
import { aRequest, decided } from "../platform/testing/rows.ts";
import { answeredBy, answerWord, ifNothing, likeThisWords, placeOf, standingOf } from "./decision-words.ts";

const now = Date.parse("2026-11-21T09:04:12.000Z");
const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

describe("if nothing is done", () => {
  test("a request without expiry waits", () =>
    expect(ifNothing(aRequest("a"), now)).toEqual({ strong: "nothing", rest: ", it waits for you" }));
  test("the declared default is said with its time", () =>
    expect(ifNothing(aRequest("a", { expiresAt: inMinutes(26), onExpiry: "deny" }), now)).toEqual({
      strong: "denied",
      rest: " in 26 min",
    }));
  test("an expiry without default is no answer", () =>
    expect(ifNothing(aRequest("a", { expiresAt: inMinutes(2) }), now).strong).toBe("expires without an answer"));
  test("past its time it does not count backwards", () =>
    expect(ifNothing(aRequest("a", { expiresAt: inMinutes(-1), onExpiry: "approve" }), now).rest).toBe(" any moment now"));
});

test("unknown parts of a place are left out", () => {
  expect(placeOf(aRequest("a"))).toEqual([]);
  const request = aRequest("a", { agent: { id: "x", name: "n", vendor: "Codex" }, action: { tool: "Bash", cwd: "C:\\work\\shop\\" } });
  expect(placeOf(request)).toEqual(["Codex", "shop"]);
});

test("history in words, only what there is", () => {
  expect(likeThisWords({ approved: 2, denied: 1, other: 0, total: 3 })).toBe("approved 2, denied 1 of 3 in the last 30 days");
  expect(likeThisWords({ approved: 0, denied: 0, other: 0, total: 0 })).toBe("");
});

test("answers in a word", () => {
  const choice = aRequest("a", { options: [{ id: "pg", label: "Postgres" }] });
  expect(answerWord(choice, { option: "pg" })).toBe("“Postgres”");
  expect(answerWord(choice, { text: "both" })).toBe("Answered in words");
  expect(answerWord(aRequest("a"), { option: "approve" })).toBe("Approved");
});

test("who answered", () => {
  expect(answeredBy(decided("a", "deny").decision!)).toBe("by Ada on laptop");
  expect(answeredBy({ decidedAt: "", decidedBy: { kind: "expiry" } })).toBe("because the time ran out");
});

test("accepted is kept apart from executed and failed", () => {
  expect(standingOf(decided("a", "approve"))).toMatchObject({ word: "Approved", tone: "good" });
  expect(standingOf(decided("a", "approve", { outcome: { status: "failed", at: "" } }))).toMatchObject({ word: "Failed", tone: "bad" });
  expect(standingOf(decided("a", "deny", { status: "expired" })).word).toBe("Expired: denied");
  expect(standingOf(aRequest("a", { status: "expired" })).word).toBe("Expired");
  expect(standingOf(aRequest("a", { status: "cancelled" })).word).toBe("Withdrawn");
});
