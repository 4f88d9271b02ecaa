import fc from "fast-check";
import { expect, test } from "vitest";
import { quarterMs } from "../platform/keys.ts";
import { fewestPieces } from "./fewest-pieces.ts";
import { steps } from "./rollups.ts";

const kept = fc.constantFrom<readonly number[]>(...Object.values(steps));

test("the parts of a span come to each of its quarters once, and to no other", () => {
  fc.assert(
    fc.property(kept, fc.nat(9_000), fc.integer({ min: 1, max: 6_000 }), (grid, start, length) => {
      const parts = fewestPieces(grid, { from: start * quarterMs, to: (start + length) * quarterMs }, 7);
      const counts = new Map<number, number>();
      for (const { step, from, to, times, bucket } of parts) {
        expect(bucket).toBe(7);
        expect([from % (step * quarterMs), to % (step * quarterMs)]).toEqual([0, 0]);
        for (let at = from / quarterMs; at < to / quarterMs; at += 1) counts.set(at, (counts.get(at) ?? 0) + times);
      }
      const met = [...counts].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
      expect(met).toEqual(Array.from({ length }, (_, index) => [start + index, 1]));
      // Never more than half of a larger one on either side, and full ones of the largest between.
      for (const [level, step] of grid.entries())
        if (level > 0)
          expect(parts.filter((part) => part.step === step).reduce((sum, { from, to }) => sum + (to - from), 0)).toBeLessThanOrEqual(
            ((grid[level - 1] as number) + step) * quarterMs,
          );
    }),
    { numRuns: 300 },
  );
});
