import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextWindow } from "./row-window.ts";

const beyond = 5;
const all = (now: { first: number; last: number }, sight: { first: number; last: number }) => {
  const steps = [now];
  for (let done = false; !done && steps.length < 50;) {
    const next = nextWindow(steps.at(-1)!, sight, beyond);
    steps.push({ first: next.first, last: next.last });
    ({ done } = next);
  }
  return steps;
};

describe("rows drawn next", () => {
  test("in sight at once, one more a frame, until all that are wanted lie beyond", () => {
    expect(all({ first: 0, last: 8 }, { first: 0, last: 8 }).map(({ last }) => last)).toEqual([8, 9, 10, 11, 12, 13]);
    expect(nextWindow({ first: 0, last: 8 }, { first: 0, last: 8 }, 1)).toEqual({ first: 0, last: 9, done: true });
  });

  test("a late frame draws no more rows than another: what lies beyond bears it", () => {
    expect(nextWindow({ first: 5, last: 23 }, { first: 14, last: 22 }, beyond)).toEqual({ first: 7, last: 25, done: false });
  });

  test("a jump draws all of it anew", () => {
    expect(nextWindow({ first: 0, last: 13 }, { first: 900, last: 908 }, beyond)).toEqual({ first: 895, last: 913, done: true });
  });

  test("wherever it was and is: what is in sight is always drawn, never more than was or is wanted, and it comes to rest", () => {
    const range = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 12 })).map(([first, size]) => ({ first, last: first + size }));
    fc.assert(
      fc.property(range, range, (now, sight) => {
        const [, ...after] = all(now, sight);
        for (const step of after) {
          expect(step.first).toBeLessThanOrEqual(sight.first);
          expect(step.last).toBeGreaterThanOrEqual(sight.last);
          expect(step.last - step.first).toBeLessThanOrEqual(Math.max(now.last - now.first, sight.last - sight.first + 10));
        }
        expect(after.at(-1)).toEqual({ first: Math.max(0, sight.first - 5), last: sight.last + 5 });
      }),
    );
  });
});
