import * as fc from "fast-check";
import { expect, test } from "vitest";
import { valueOf } from "./model.ts";
import { ratio, ratioOrNull, rounded } from "./money.ts";
import { input, point } from "./testing.ts";
import { worth } from "./worth.ts";

test("rounded half away from zero, a loss as a gain", () => {
  expect([5n, 3n, 1n, -1n, -3n, -5n].map((halves) => rounded(halves, 2n))).toEqual([3n, 2n, 1n, -1n, -2n, -3n]);
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 30n }), (above, below) => {
      const whole = rounded(above, below);
      const off = 2n * (above - whole * below);
      expect(off <= below && off >= -below).toBe(true);
      expect(rounded(-above, below)).toBe(-whole);
    }),
  );
});

test("money beyond 2⁵³ is refused, a ratio beyond it is no figure", () => {
  expect(() => ratio(2n ** 60n, 1n)).toThrow(RangeError);
  expect(ratioOrNull(2n ** 60n, 1n)).toBeNull();
});

test("a worth is the exact product, where a float would be off by thousands", () =>
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.nat(1e9), fc.nat(1e6), (hours, rate, realisation) => {
      const exact = rounded(hours * BigInt(rate) * BigInt(realisation), 1_000_000n);
      expect(worth(hours * 10n ** 27n, rate, realisation)).toBe(exact);
    }),
  ));

test("of certain inputs the value is the exact sum, rounded once, however long its product is", () => {
  const share = fc.nat(1_000_000);
  const one = fc.record({
    hours: fc.nat(1e7).map(point),
    grade: fc.constant("A" as const),
    agentShare: share,
    counterfactual: share,
    durability: share,
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 40 }), fc.nat(1e9), share, (outcomes, rate, realisation) => {
      const hours = outcomes.reduce(
        (sum, { hours, agentShare, counterfactual, durability }) =>
          sum + BigInt(hours.p50) * BigInt(agentShare) * BigInt(counterfactual) * BigInt(durability),
        0n,
      );
      const exact = Number(rounded(hours * BigInt(rate) * BigInt(realisation), 10n ** 27n));
      const found = valueOf(input({ outcomes, assumptions: { rateMicros: point(rate), realisation: point(realisation) }, draws: 100 }));
      expect([found.value, found.atP50?.value, found.expectedMicros]).toEqual([point(exact), exact, exact]);
    }),
  );
});
