import { randomInt } from "node:crypto";
import { sha256 } from "../platform/ids.ts";

/** Digits and capitals without those that look alike (0 O, 1 I L, U V as V): read from a screen, typed on a phone. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 8;

/** A code has 39 bits: with ten minutes of life and 600 tries for all the world, guessing is hopeless. */
export const codeMinutes = 10;

export const makeCode = (): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** As it is shown: `K7QM-2XTR`. */
export const showCode = (code: string): string => `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;

/** As it is hashed, however it was typed: case, dashes and spaces do not count. */
export const hashCode = (typed: string): string => sha256(typed.toUpperCase().replace(/[^0-9A-Z]/g, ""));
