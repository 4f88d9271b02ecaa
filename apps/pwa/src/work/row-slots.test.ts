import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRowSlots } from "./row-slots.ts";

describe("slots of rows", () => {
  test("who stays keeps its slot, who comes takes one that became free", () => {
    const slots = createRowSlots();
    expect(slots.give(["a", "b", "c"])).toEqual([0, 1, 2]);
    expect(slots.give(["b", "c", "d"])).toEqual([1, 2, 0]);
    expect(slots.give(["x", "b", "c", "d"])).toEqual([3, 1, 2, 0]);
    expect(slots.give([])).toEqual([]);
  });

  test("whatever comes into sight: each row its own slot, the same one while it is in sight, and no more slots than rows ever were in sight at once", () => {
    const windows = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 12 }).map(String), { maxLength: 8 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(windows, (all) => {
        const slots = createRowSlots();
        let before = new Map<string, number>();
        let most = 0;
        for (const ids of all) {
          const given = slots.give(ids);
          most = Math.max(most, ids.length);
          expect(new Set(given).size).toBe(ids.length);
          const now = new Map(ids.map((id, index) => [id, given[index]!]));
          for (const [id, slot] of now) if (before.has(id)) expect(slot).toBe(before.get(id));
          before = now;
        }
        expect(Math.max(-1, ...before.values())).toBeLessThan(Math.max(1, most));
      }),
    );
  });
});
