import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRowSlots } from "./row-slots.ts";

const rows = (slots: ReturnType<typeof createRowSlots>, ids: readonly string[]) =>
  slots.give(ids).map(({ slot, index }) => [slot, ids[index]]);
/** As a test of one screen: letters, in the order of the document. */
const drawn = (slots: ReturnType<typeof createRowSlots>, text: string) =>
  rows(slots, [...text])
    .map(([, id]) => id)
    .join("");

describe("slots of rows", () => {
  test("who stays keeps its element, who comes takes one that became free, where that stands", () => {
    const slots = createRowSlots();
    expect(rows(slots, ["a", "b", "c"])).toEqual([
      [0, "a"],
      [1, "b"],
      [2, "c"],
    ]);
    expect(rows(slots, ["b", "c", "d"])).toEqual([
      [0, "d"],
      [1, "b"],
      [2, "c"],
    ]);
    expect(rows(slots, ["x", "b", "c", "d"])).toEqual([
      [0, "d"],
      [1, "b"],
      [2, "c"],
      [3, "x"],
    ]);
    expect(rows(slots, [])).toEqual([]);
  });

  test("a scroll moves nothing in the document: it is the same order, begun elsewhere", () => {
    const slots = createRowSlots();
    expect(drawn(slots, "abcdef")).toBe("abcdef");
    expect(drawn(slots, "cdefgh")).toBe("ghcdef");
    expect(drawn(slots, "defghi")).toBe("ghidef");
    expect(drawn(slots, "bcdefg")).toBe("gbcdef");
    expect(drawn(slots, "uvwxyz")).toBe("uvwxyz");
  });

  test("at rest they are put into the order in which they are read, one by one, by the shorter way", () => {
    const slots = createRowSlots();
    drawn(slots, "abcdef");
    drawn(slots, "cdefgh");
    expect(slots.settle()).toBe(true);
    expect(drawn(slots, "cdefgh")).toBe("hcdefg");
    expect(slots.settle()).toBe(true);
    expect(drawn(slots, "cdefgh")).toBe("cdefgh");
    expect(slots.settle()).toBe(false);
  });

  test("the row that has the focus stays, however many go around it", () => {
    const slots = createRowSlots();
    drawn(slots, "abcdef");
    drawn(slots, "cdefgh");
    const order = ["ghcdef"];
    // `g`, the first in the document.
    while (slots.settle(order.at(-1)!.indexOf("g"))) order.push(drawn(slots, "cdefgh"));
    expect(order).toEqual(["ghcdef", "cghdef", "cdghef", "cdeghf", "cdefgh"]);
  });

  const windows = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 12 }).map(String), { maxLength: 8 }), { minLength: 1, maxLength: 12 });

  test("whatever comes into sight: each row its own element, the same one while it is in sight, and no more than rows ever were in sight at once", () => {
    fc.assert(
      fc.property(windows, (all) => {
        const slots = createRowSlots();
        let before = new Map<string, number>();
        let most = 0;
        for (const ids of all) {
          const given = slots.give(ids);
          most = Math.max(most, ids.length);
          expect(given.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(ids.map((_, index) => index));
          const now = new Map(given.map(({ slot, index }) => [ids[index]!, slot]));
          expect(new Set(now.values()).size).toBe(ids.length);
          for (const [id, slot] of now) if (before.has(id)) expect(slot).toBe(before.get(id));
          before = now;
        }
        expect(Math.max(-1, ...before.values())).toBeLessThan(Math.max(1, most));
      }),
    );
  });

  test("whatever was before: it comes to rest in the order of reading, and what is held is never moved", () => {
    fc.assert(
      fc.property(windows, fc.nat(7), (all, pick) => {
        const slots = createRowSlots();
        for (const ids of all) slots.give(ids);
        const ids = all.at(-1)!;
        const id = ids.length > 0 && pick < 6 ? ids[pick % ids.length] : undefined;
        const position = () => slots.give(ids).findIndex(({ index }) => ids[index] === id);
        let moves = 0;
        for (let order = slots.give(ids); slots.settle(id === undefined ? undefined : position()); moves += 1) {
          const next = slots.give(ids);
          const without = (one: (typeof order)[number], list: typeof order) =>
            list.filter((other) => other.slot !== one.slot).map(({ slot }) => slot);
          // One of the others was taken out and put in elsewhere.
          const moved = order.filter((one) => ids[one.index] !== id && String(without(one, order)) === String(without(one, next)));
          expect(moved.length).toBeGreaterThan(0);
          order = next;
        }
        expect(moves).toBeLessThan(Math.max(1, ids.length));
        expect(slots.give(ids).map(({ index }) => index)).toEqual(ids.map((_, index) => index));
      }),
    );
  });
});
