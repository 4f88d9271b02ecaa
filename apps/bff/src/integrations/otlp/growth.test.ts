import fc from "fast-check";
import { expect, test } from "vitest";
import { growthSince } from "./growth.ts";

type Step = [time: number, amount: number, grown: number | undefined];

test.each<[string, ...Step[]]>([
  ["grows by the difference", [1, 10, 10], [2, 15, 5], [3, 15, undefined], [4, 16, 1]],
  ["the same point again says nothing", [1, 10, 10], [1, 10, undefined], [1, 12, undefined]],
  ["an older point says nothing", [5, 10, 10], [4, 3, undefined], [4, 30, undefined], [6, 11, 1]],
  ["a later point that stands lower is a restart", [1, 10, 10], [2, 4, 4], [3, 6, 2]],
  ["a restart at nothing", [1, 10, 10], [2, 0, 0], [3, 1, 1]],
])("%s", (_, ...steps) => {
  const stand = { timeNano: -1n, amount: 0 };
  for (const [time, amount, grown] of steps) {
    const point = { timeNano: BigInt(time), amount };
    expect(growthSince(stand, point)).toBe(grown);
    if (grown !== undefined) Object.assign(stand, point);
  }
});

test("in any order, and however often, a counter that only grows adds up to where it stands", () => {
  const told = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 }).chain((growths) => {
    let amount = 0;
    const points = growths.map((growth, index) => ({ timeNano: BigInt(index), amount: (amount += growth) }));
    return fc.tuple(fc.constant(amount), fc.shuffledSubarray([...points, ...points], { minLength: 0 }), fc.constant(points.at(-1)));
  });
  fc.assert(
    fc.property(told, ([total, points, last]) => {
      const stand = { timeNano: -1n, amount: 0 };
      let sum = 0;
      for (const point of [...points, last as (typeof points)[number]]) {
        const grown = growthSince(stand, point);
        if (grown === undefined) continue;
        sum += grown;
        Object.assign(stand, point);
      }
      expect(sum).toBe(total);
    }),
  );
});
