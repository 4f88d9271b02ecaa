import fc from "fast-check";
import { expect, test } from "vitest";
import type { Editor, LineRange, Mark } from "./collisions.types.ts";
import { meetings, overlap } from "./meet.ts";

const minute = 60_000;
const editor = (name: string, marks: [minutes: number, lines?: LineRange[]][], more: Partial<Editor> = {}): Editor => ({
  sessionId: `se_${name}`,
  agentId: `ag_${name}`,
  parents: [],
  spot: "s",
  marks: marks.map(([at, lines]): Mark => ({ at: at * minute, ...(lines ? { lines } : {}) })),
  ...more,
});
const short = (editors: Editor[]) =>
  meetings(editors).map(({ kind, sessionIds, startedAt, lastAt, openUntil }) => [
    kind,
    sessionIds.join(" "),
    startedAt / minute,
    lastAt / minute,
    openUntil / minute,
  ]);

test("two runs meet when edits of theirs lie within half an hour of each other, and no farther apart", () => {
  expect(short([editor("a", [[0]]), editor("b", [[30]])])).toEqual([["soft", "se_a se_b", 30, 30, 30]]);
  expect(short([editor("a", [[0]]), editor("b", [[30.001]])])).toEqual([]);
  expect(short([editor("a", [[0], [100]]), editor("b", [[10], [105]])])).toEqual([
    ["soft", "se_a se_b", 10, 10, 30],
    ["soft", "se_a se_b", 105, 105, 130],
  ]);
  // A third one that only comes near one of them in time meets that one; all three are one meeting.
  expect(short([editor("a", [[0]]), editor("b", [[20]]), editor("c", [[45]])])).toEqual([["soft", "se_a se_b se_c", 20, 45, 50]]);
});

test("it is hot where lines lie on each other, give or take three", () => {
  const [a, b] = [editor("a", [[0, [[10, 20]]]]), editor("b", [[1, [[23, 30]]]])];
  expect(short([a, b])[0]?.[0]).toBe("hot");
  expect(short([a, editor("b", [[1, [[24, 30]]]])])[0]?.[0]).toBe("soft");
  expect(short([a, editor("b", [[1]])])[0]?.[0]).toBe("soft");
  // The lines of an hour ago are nobody's any more.
  expect(
    short([
      editor("a", [
        [0, [[10, 20]]],
        [60, [[90, 91]]],
      ]),
      editor("b", [[62, [[10, 20]]]]),
    ])[0]?.[0],
  ).toBe("soft");
});

test("it is over when one of the two runs has ended, or the window is", () => {
  expect(short([editor("a", [[0]], { endedAt: 5 * minute }), editor("b", [[3]])])).toEqual([["soft", "se_a se_b", 3, 3, 5]]);
  expect(short([editor("a", [[0], [20]]), editor("b", [[3]])])).toEqual([["soft", "se_a se_b", 3, 20, 33]]);
});

test("who takes turns does not meet: a run and its sub-agent, an agent's next run, a sub-agent after the one before", () => {
  const child = { parents: ["se_p"] };
  expect(short([editor("p", [[0], [10]]), editor("c", [[5], [6]], child)])).toEqual([]);
  expect(short([editor("p", [[0]]), editor("p2", [[5]], { agentId: "ag_p" })])).toEqual([]);
  expect(short([editor("p", [[0], [4]]), editor("p2", [[3], [5]], { agentId: "ag_p" })])).toHaveLength(1);
  expect(short([editor("c", [[0]], { ...child, endedAt: 2 * minute }), editor("d", [[3]], { ...child, agentId: "ag_c" })])).toEqual([]);
  expect(short([editor("c", [[0]], { ...child, endedAt: 9 * minute }), editor("d", [[3]], { ...child, agentId: "ag_c" })])).toHaveLength(1);
  // Each in a worktree of its own: that the first is done does not help.
  expect(short([editor("c", [[0]], { ...child, endedAt: 2 * minute }), editor("d", [[3]], { ...child, spot: "t" })])).toHaveLength(1);
  expect(short([editor("c", [[1], [5]], child), editor("p", [[3]])])).toHaveLength(1);
});

test("overlap is the same both ways, and what a line-by-line look finds", () => {
  const range = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(6)).map(([from, more]): LineRange => [from, from + more]);
  const ranges = fc.array(range, { maxLength: 5 });
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const linesOf = (all: LineRange[]) => all.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
      const found = linesOf(a).some((line) => linesOf(b).some((other) => Math.abs(line - other) <= 3));
      expect(overlap(a, b)).toBe(found);
      expect(overlap(b, a)).toBe(found);
    }),
  );
});

test("meetings are the same whatever order editors come in, lie apart, and have no run alone in them", () => {
  const marks = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.option(fc.constant<LineRange[]>([[1, 5]]), { nil: undefined })), {
    minLength: 1,
    maxLength: 6,
  });
  const editors = fc.array(marks, { minLength: 1, maxLength: 5 }).map((all) =>
    all.map((own, index) =>
      editor(
        String(index),
        own.toSorted((a, b) => a[0] - b[0]).map(([at, lines]) => (lines ? [at, lines] : [at])),
      ),
    ),
  );
  fc.assert(
    fc.property(editors, (all) => {
      const found = meetings(all);
      expect(meetings(all.toReversed())).toEqual(found);
      for (const [index, meeting] of found.entries()) {
        expect(meeting.sessionIds.length).toBeGreaterThan(1);
        expect(meeting.startedAt).toBeLessThanOrEqual(meeting.lastAt);
        expect(meeting.openUntil).toBeGreaterThanOrEqual(meeting.startedAt);
        if (index > 0) expect(meeting.from - (found[index - 1]?.lastAt ?? 0)).toBeGreaterThan(30 * minute);
      }
      const met = all.some((a) =>
        all.some((b) => a !== b && a.marks.some((one) => b.marks.some((other) => Math.abs(one.at - other.at) <= 30 * minute))),
      );
      expect(found.length > 0).toBe(met);
    }),
  );
});
