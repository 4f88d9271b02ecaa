import { expect, test } from "vitest";
import { counted, randomWords, shuffle } from "./random.ts";

const words = (name: string, seed: number, count = 4_096) => randomWords(new Uint32Array(count), name, seed);

test("the words of one name and seed stay what they are: reports are drawn again from them", () =>
  expect([...words("hours", 1, 4)]).toMatchInlineSnapshot(`
    [
      3618729317,
      1333516450,
      3830283371,
      3535843036,
    ]
  `));

test("another name, another seed: nothing in common", () => {
  const first = words("hours 1", 1);
  for (const other of [words("hours 2", 1), words("hours 1", 2), words("hours 1 ", 1)]) {
    const sameBits = first.reduce((sum, word, index) => sum + ones(~(word ^ (other[index] as number))), 0) / (first.length * 32);
    expect(sameBits).toBeGreaterThan(0.49);
    expect(sameBits).toBeLessThan(0.51);
  }
});

const ones = (word: number) => (word >>> 0).toString(2).replaceAll("0", "").length;

test("every bit is set in half of the words", () => {
  const some = words("bits", 3);
  for (let bit = 0; bit < 32; bit += 1) {
    const share = some.reduce((sum, word) => sum + ((word >>> bit) & 1), 0) / some.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.04);
  }
});

test("a shuffled list holds the same, and each place gets each with like chance", () => {
  const places = Array.from({ length: 6 }, () => [0, 0, 0, 0, 0, 0]);
  for (let seed = 0; seed < 6_000; seed += 1) {
    const order = shuffle(counted(6), "order", seed);
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const [place, value] of order.entries()) places[place]![value]! += 1;
  }
  for (const times of places.flat()) expect(Math.abs(times - 1_000)).toBeLessThan(130);
});
