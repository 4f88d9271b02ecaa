import { encode } from "uqr";
import { expect, test } from "vitest";
import { qrPath } from "./qr-path.ts";

/** The modules that a path of `M x y h n v 1 h -n z` pieces paints. */
function painted(path: string, size: number): boolean[][] {
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const pieces = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
  expect(pieces.map(([piece]) => piece).join("")).toBe(path);
  for (const [, x, y, length, back] of pieces) {
    expect(back).toBe(length);
    grid[Number(y)]!.fill(true, Number(x), Number(x) + Number(length));
  }
  return grid;
}

test("draws exactly the dark modules of the code, with four of white around it", () => {
  const url = "https://beckon.example/pair#ABCD-EFGH";
  const bare = encode(url, { border: 0 });
  const { path, size } = qrPath(url);
  expect(size).toBe(bare.size + 8);
  const grid = painted(path, size);
  expect(grid.slice(4, -4).map((row) => row.slice(4, -4))).toEqual(bare.data);
  expect(grid.flat().filter(Boolean)).toHaveLength(bare.data.flat().filter(Boolean).length);
});
