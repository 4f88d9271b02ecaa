/*
 * Random numbers that are the same on every engine: 32-bit integers only.
 */

/**
 * Fills the array with whole numbers from 0 to 2³² − 1: sfc32 (Doty-Humphrey, passes PractRand and BigCrush), started by
 * the name of what is drawn and the seed.
 */
export function randomWords(into: Uint32Array, name: string, seed: number): Uint32Array {
  let [a, b, c, d] = started(name, seed);
  const unused = 12;
  for (let index = -unused; index < into.length; index += 1) {
    const out = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    if (index >= 0) into[index] = out;
  }
  return into;
}

/** Spreads a text and the seed over 128 bits: texts that differ in one letter have nothing in common. */
function started(text: string, seed: number): [number, number, number, number] {
  let [a, b, c, d] = [0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162, 0xdeadbeef ^ text.length];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x85ebca6b);
    a = (a << 13) | (a >>> 19);
    b = (Math.imul(b ^ a, 0xc2b2ae35) + unit) | 0;
    c = Math.imul(c ^ (b >>> 15), 0x27d4eb2f);
    d = ((d ^ c) + Math.imul(b, 0x165667b1)) | 0;
  }
  return [stirred(a ^ d), stirred(b ^ a), stirred(c ^ b), stirred(d ^ c)];
}

function stirred(word: number): number {
  let x = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) | 0;
}

/** 0 … count − 1. */
export function counted(count: number): Uint16Array {
  const list = new Uint16Array(count);
  for (let index = 0; index < count; index += 1) list[index] = index;
  return list;
}

const kept = new Map<string, Uint16Array>();
const mostKept = 4_000_000;
let keptLength = 0;

type Shuffling = { seed: number; count: number; of: (count: number) => Uint16Array };

/**
 * The list of so many in the order that name and seed decide, not to be written to. The same are asked for again and again,
 * with each group of a page and each week of a trend: the last ones are kept, some megabytes of them.
 */
export function shuffled(name: string, { seed, count, of }: Shuffling): Uint16Array {
  const key = `${count} ${seed} ${name}`;
  let found = kept.get(key);
  if (found) return found;
  if (keptLength + count > mostKept) {
    kept.clear();
    keptLength = 0;
  }
  kept.set(key, (found = shuffle(of(count), name, seed)));
  keptLength += count;
  return found;
}

/** Puts a list into an order that name and seed decide (Fisher and Yates). */
export function shuffle(list: Uint16Array, name: string, seed: number): Uint16Array {
  const words = randomWords(new Uint32Array(list.length), name, seed);
  for (let last = list.length - 1; last > 0; last -= 1) {
    // Exact: 32 bits times a count stay below 2⁵³.
    const other = Math.floor(((words[last] as number) * (last + 1)) / 0x1_0000_0000);
    const held = list[last] as number;
    list[last] = list[other] as number;
    list[other] = held;
  }
  return list;
}
