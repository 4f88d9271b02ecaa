import fc from "fast-check";
import { expect, test } from "vitest";
import { addDraws, drawHours } from "./draws.ts";
import { tripleOf } from "./figures.ts";
import { weigh } from "./hours.ts";
import { TooLarge } from "./money.ts";
import { outcome } from "./testing.ts";
import { drawAssumed, drawWorth, exactWorth } from "./worth.ts";

const draws = 100;
const tripleUpTo = (most: number) =>
  fc
    .array(fc.oneof(fc.nat(most), fc.nat(9)), { minLength: 3, maxLength: 3 })
    .map((three) => three.toSorted((a, b) => a - b) as [number, number, number])
    .map(([p10, p50, p90]) => ({ p10, p50, p90 }));
const share = fc.constantFrom(0, 1, 333_333, 1_000_000);

test("what few draws are made exactly for is what it is with all of them", () => {
  // Rates up to where the worth is beyond what a number holds; costs at the worth of a draw, and beside it.
  const rates = fc.constantFrom(100, 200_000_000, 400_000_000_000_000).chain(tripleUpTo);
  const outcomes = fc.array(fc.tuple(tripleUpTo(40_000), share, share), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(rates, tripleUpTo(1_000_000), outcomes, fc.nat(draws - 1), (rateMicros, realisation, given, which) => {
      const all = weigh(given.map(([hours, agentShare, durability]) => outcome({ hours, agentShare, durability })));
      const hours = addDraws(drawHours(all, () => null, 1, draws).values(), draws);
      const rate = drawAssumed(rateMicros, "rate", { seed: 1, draws });
      const used = drawAssumed(realisation, "realisation", { atMost: 1_000_000, seed: 1, draws });
      const exact = exactWorth(hours, rate, used);
      const every = () => Float64Array.from({ length: draws }, (_, draw) => exact(draw));
      const drawn = () => drawWorth(hours, rate, used);
      try {
        every();
      } catch {
        expect(drawn).toThrow(TooLarge);
        return;
      }
      const values = every();
      expect(drawn().triple).toEqual(tripleOf(values));
      for (const micros of [-1, 0, 1].map((off) => (values[which] as number) + off))
        expect(drawn().above(micros)).toBe(values.filter((value) => value > micros).length);
    }),
    { numRuns: 200 },
  );
});
