import fc from "fast-check";
import { expect, test } from "vitest";
import { attention, longestLookMs, priceOf, shareOf } from "./attention.ts";

test("a card counts from opening to answer, at most ten minutes; declared review time is added", () => {
  expect(attention([30_000, 3_600_000, 600_000, 0], [12, 0.5])).toEqual({
    ...{ cardsMs: 1_230_000, cards: 4, capped: 1 },
    ...{ reviewMs: 750_000, reviews: 2, ms: 1_980_000 },
  });
  expect(attention([])).toMatchObject({ ms: 0, cards: 0 });
  expect(attention([Number.NaN, -5], [Number.NaN, -1, Number.POSITIVE_INFINITY])).toMatchObject({ ms: 0, cards: 0, reviews: 0 });
});

test("it is never negative, never above the cap for each card, and its order is irrelevant", () => {
  const looks = fc.array(fc.oneof(fc.integer({ min: -1_000, max: 10_000_000 }), fc.double()), { maxLength: 50 });
  fc.assert(
    fc.property(looks, (all) => {
      const found = attention(all);
      expect(found.cardsMs).toBeGreaterThanOrEqual(0);
      expect(found.cardsMs).toBeLessThanOrEqual(found.cards * longestLookMs);
      expect(attention(all.toReversed())).toEqual(found);
      expect(Number.isInteger(found.ms)).toBe(true);
    }),
  );
});

test("the price is exact and half rounded up: 40 min at $100 an hour are $66.666667", () => {
  expect(priceOf(2_400_000, 100_000_000)).toBe(66_666_667);
  expect(priceOf(1_800_000, 1)).toBe(1);
  expect(priceOf(1_799_999, 1)).toBe(0);
  fc.assert(
    fc.property(fc.nat(31_536_000_000), fc.nat(1_000_000_000), (ms, rate) => {
      const price = BigInt(priceOf(ms, rate)) * 3_600_000n * 2n;
      const exact = BigInt(ms) * BigInt(rate) * 2n;
      expect(price - exact <= 3_600_000n && price - exact > -3_600_000n).toBe(true);
    }),
  );
});

test("a share of nothing is not known", () => {
  expect(shareOf(0, 0)).toBeNull();
  expect(shareOf(61, 100)).toBe(610_000);
});
