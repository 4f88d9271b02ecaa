import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attemptsOf } from "./attempts.ts";
import type { Word } from "./coordination.types.ts";
import { addWord } from "./words.ts";

const now = Date.parse("2026-11-21T10:00:00.000Z");
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const say = (minutes: number, kind: Word["kind"], by: string, more: Partial<Word> = {}): Word => ({
  kind,
  at: at(minutes),
  byId: `ag_${by}`,
  byName: by,
  ...more,
});
const attempts = (name: string, words: Word[], run: Word[] = []) => attemptsOf({ name, words, run }, now);

const word = fc.record(
  {
    kind: fc.constantFrom("open" as const, "end" as const, "parent" as const),
    at: fc.integer({ min: -3_000, max: 10 }).map(at),
    byId: fc.constantFrom("a", "b", "c"),
    byName: fc.constantFrom("a", "b", "c"),
    byRole: fc.constantFrom("tester", "reviewer"),
    to: fc.constantFrom("x", "y"),
    what: fc.constantFrom("this", "that"),
    ok: fc.boolean(),
    message: fc.constantFrom("no", "never"),
    upName: fc.constantFrom("p", "q"),
  },
  { requiredKeys: ["kind", "at", "byId", "byName", "ok"] },
);

test("any order of the same words, told once or twice, makes the same attempts", () => {
  const name = fc.constantFrom("call:s:1", "run:o:1", "handoff:1", "review:1", "task:o:T-1");
  const told = fc
    .array(word, { maxLength: 12 })
    .chain((words) => fc.tuple(fc.constant(words), fc.shuffledSubarray([...words, ...words], { minLength: words.length * 2 })));
  fc.assert(
    fc.property(name, told, (of, [words, shuffled]) => {
      const [one, two] = [
        { name: of, words: [] as Word[] },
        { name: of, words: [] as Word[] },
      ];
      for (const each of words) addWord(one, each);
      for (const each of shuffled) addWord(two, each);
      expect(two.words).toEqual(one.words);
      expect(attempts(of, two.words)).toEqual(attempts(of, one.words));
      for (const { status, startedAt, endedAt } of attempts(of, one.words)) {
        expect(status === "pending").toBe(endedAt === undefined);
        expect(endedAt ?? startedAt).toBeGreaterThanOrEqual(startedAt);
      }
    }),
    { numRuns: 400 },
  );
});

test("words do not grow without end, however often somebody speaks", () => {
  const task = { name: "task:o:T-1", words: [] as Word[] };
  for (let minute = 0; minute < 500; minute += 1) addWord(task, say(-minute, "open", "worker", { ok: true }));
  expect(task.words.map((one) => one.at)).toEqual([at(-499), at(-498), at(-497), at(-496)]);
});

describe("what counts", () => {
  test("an end before its start, by clocks that differ, ends at its start", () => {
    const words = [say(-10, "open", "giver", { to: "taker" }), say(-11, "end", "taker", { ok: true })];
    expect(attempts("handoff:1", words)).toMatchObject([{ status: "succeeded", startedAt: now - 600_000, endedAt: now - 600_000 }]);
  });

  test("the caller's word stands before the sub-agent's, and that before the caller's crash", () => {
    const [open, child, parent] = [
      say(-60, "open", "lead"),
      say(-30, "end", "helper", { ok: false, message: "no" }),
      say(-40, "parent", "lead", { message: "gone" }),
    ];
    const run = [say(-59, "open", "helper", { upName: "lead" }), child];
    expect(attempts("call:s:1", [open, parent, say(-20, "end", "lead", { ok: true })], run)).toMatchObject([{ status: "succeeded" }]);
    expect(attempts("call:s:1", [open, parent], run)).toMatchObject([{ status: "failed", message: "no", to: { name: "helper" } }]);
    expect(attempts("call:s:1", [open, parent])).toMatchObject([{ status: "failed", cause: "crash", message: "gone" }]);
  });

  test("an end is all that is known of a call whose start nobody told", () => {
    expect(attempts("call:s:1", [say(-5, "end", "lead", { ok: false, to: "x" })])).toMatchObject([{ status: "failed", to: { name: "x" } }]);
  });

  test("an acceptance alone says not who offered, and a run without a parent is nobody's", () => {
    expect(attempts("handoff:1", [say(-5, "end", "taker", { ok: true })])).toEqual([]);
    expect(attempts("run:o:1", [say(-5, "open", "helper")])).toEqual([]);
  });

  test("the same end of a review, told by both sides, is one round; a new request after it opens the next", () => {
    const words = [
      say(-50, "open", "author", { to: "critic" }),
      say(-40, "end", "critic", { ok: false }),
      say(-39, "end", "author", { ok: false }),
      say(-20, "open", "author", { to: "critic" }),
    ];
    expect(attempts("review:1", words).map(({ status }) => status)).toEqual(["failed", "pending"]);
  });

  test("a review that one side gives again, at another time and unasked, is a round of its own", () => {
    const words = [
      say(-50, "open", "author", { to: "critic" }),
      say(-40, "end", "critic", { ok: false }),
      say(-10, "end", "critic", { ok: true }),
    ];
    expect(attempts("review:1", words).map(({ status }) => status)).toEqual(["failed", "succeeded"]);
  });
});
