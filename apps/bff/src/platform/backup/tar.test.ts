import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packTar, unpackTar } from "./tar.ts";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "beckon-tar-"));
  mkdirSync(join(base, "in/empty"), { recursive: true });
  mkdirSync(join(base, "in/deep/er"), { recursive: true });
  mkdirSync(join(base, "out"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const pack = async () => {
  const parts: Buffer[] = [];
  for await (const part of packTar(join(base, "in"))) parts.push(part);
  return Buffer.concat(parts);
};
/** In pieces that respect no border. */
async function* pieces(whole: Buffer, size: number) {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

test.each([1, 511, 513, 100_000])("what is packed is unpacked, in pieces of %i bytes", async (size) => {
  const files = { zero: 0, one: 1, block: 512, "deep/er/more": 1_300 };
  for (const [name, length] of Object.entries(files)) writeFileSync(join(base, "in", name), Buffer.alloc(length, name));
  await unpackTar(pieces(await pack(), size), join(base, "out"));
  for (const [name, length] of Object.entries(files)) expect(readFileSync(join(base, "out", name))).toEqual(Buffer.alloc(length, name));
  expect(readdirSync(join(base, "out/empty"))).toEqual([]);
});

test("an end that comes early, a flipped bit in a header and a foreign name are refused", async () => {
  writeFileSync(join(base, "in/file"), Buffer.alloc(2_000, 7));
  const whole = await pack();
  const out = (name: string) => {
    mkdirSync(join(base, name));
    return join(base, name);
  };
  await expect(unpackTar(pieces(whole.subarray(0, whole.length - 1_100), 700), out("a"))).rejects.toThrow("ends too early");
  const flipped = Buffer.from(whole);
  flipped[3] = (flipped[3] as number) ^ 1;
  await expect(unpackTar(pieces(flipped, 700), out("b"))).rejects.toThrow("damaged");
  await expect(unpackTar(pieces(rename(whole, "../evil"), 700), out("c"))).rejects.toThrow("not its own");
  expect(readdirSync(base)).not.toContain("evil");
});

/** The first entry under another name, with the checksum that belongs to it. */
const rename = (whole: Buffer, name: string) => {
  const out = Buffer.from(whole);
  out.fill(0, 0, 100).write(name, 0);
  const sum = out.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  out.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "ascii");
  return out;
};
