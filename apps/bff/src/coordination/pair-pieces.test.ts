import fc from "fast-check";
import { expect, test } from "vitest";
import { quarterMs } from "../platform/keys.ts";
import { pairPieces } from "./pair-pieces.ts";

test("the parts of a span come to each of its quarters once, and to no other", () => {
  fc.assert(
    fc.property(fc.nat(9_000), fc.integer({ min: 1, max: 6_000 }), (start, length) => {
      const parts = pairPieces({ from: start * quarterMs, to: (start + length) * quarterMs });
      const counts = new Map<number, number>();
      for (const { step, from, to, bucket } of parts) {
        expect([from % (step * quarterMs), to % (step * quarterMs)]).toEqual([0, 0]);
        for (let at = from / quarterMs; at < to / quarterMs; at += 1) counts.set(at, (counts.get(at) ?? 0) + bucket);
      }
      const met = [...counts].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
      expect(met).toEqual(Array.from({ length }, (_, index) => [start + index, 1]));
      // Two of each step on either side at most, and full ones of the largest between.
      for (const step of new Set(parts.map((part) => part.step)))
        if (step < 1_024)
          expect(parts.filter((part) => part.step === step).reduce((sum, { from, to }) => sum + (to - from), 0)).toBeLessThan(
            5 * step * quarterMs,
          );
    }),
    { numRuns: 100 },
  );
});
