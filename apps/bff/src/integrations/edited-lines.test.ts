import fc from "fast-check";
import { expect, test } from "vitest";
import { changedLines, wholeFile } from "./edited-lines.ts";

test("lines of context are no edit, and what only went away is the line it stood before", () => {
  const hunk = { oldStart: 8, oldLines: 6, newStart: 8, newLines: 6, lines: [" a", " b", "-c", "+C", " d", "-e", " f", "+g"] };
  expect(changedLines([hunk])).toEqual([
    [10, 10],
    [12, 13],
  ]);
  expect(changedLines([{ newStart: 4, newLines: 3 }])).toEqual([[4, 6]]);
  expect(changedLines([{ newStart: 1, newLines: 1, lines: ["+x", "\\ No newline at end of file"] }])).toEqual([[1, 1]]);
  expect(wholeFile(12)).toEqual([[1, 12]]);
  expect(wholeFile(0)).toEqual([]);
});

test("whatever is sent as a patch, ranges are few, in order, apart from each other and of lines that exist", () => {
  const line = fc.oneof(fc.constantFrom(" a", "+b", "-c", "\\ d", ""), fc.anything());
  const hunk = fc.oneof(
    fc.anything(),
    fc.record({ newStart: fc.oneof(fc.nat(400), fc.anything()), newLines: fc.nat(9), lines: fc.array(line) }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(hunk, { maxLength: 80 }), fc.anything()), (hunks) => {
      const ranges = changedLines(hunks);
      expect(ranges.length).toBeLessThanOrEqual(50);
      for (const [index, [from, to]] of ranges.entries()) {
        expect(from).toBeGreaterThanOrEqual(1);
        expect(to).toBeGreaterThanOrEqual(from);
        if (index > 0) expect(from).toBeGreaterThan((ranges[index - 1]?.[1] ?? 0) + 1);
      }
    }),
  );
});
