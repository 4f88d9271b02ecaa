import { createHash } from "node:crypto";
import type { Attributes, Value } from "./otlp.types.ts";

/*
 * Reading attributes as agents send them: numbers come as text, booleans as "true", and what is empty
 * means nothing. All pure.
 */

export const textOf = (attributes: Attributes, ...keys: string[]): string | undefined => {
  for (const key of keys) {
    const value = attributes[key];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
  }
  return undefined;
};

/** A finite number, also where it was told as text. */
export const numberOf = (attributes: Attributes, ...keys: string[]): number | undefined => {
  for (const key of keys) {
    const value = attributes[key];
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
  }
  return undefined;
};

const mostCount = 1e12;

/** A count as the contracts have it: whole, not negative, bounded. */
export const countOf = (attributes: Attributes, ...keys: string[]): number | undefined => toCount(numberOf(attributes, ...keys));

export const toCount = (number: number | undefined): number | undefined =>
  number === undefined || !(number >= 0) || number === Infinity ? undefined : Math.min(Math.round(number), mostCount);

const mostMilliseconds = 1e11;

export const millisecondsOf = (attributes: Attributes, ...keys: string[]): number | undefined => {
  const number = numberOf(attributes, ...keys);
  return number === undefined || number < 0 ? undefined : Math.min(number, mostMilliseconds);
};

export const flagOf = (attributes: Attributes, key: string): boolean | undefined => {
  const value = attributes[key];
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  return undefined;
};

/** The object in a text of JSON; nothing for anything else (it may have been cut off by the sender). */
export const jsonOf = (attributes: Attributes, key: string): Record<string, unknown> => {
  const value = attributes[key];
  if (typeof value === "object" && !Array.isArray(value)) return value;
  if (typeof value !== "string" || !value.startsWith("{")) return {};
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** The same for the same values, whatever their order and encoding was. 128 bits, for ids. */
export const hashOf = (...parts: (Value | undefined)[]): string =>
  createHash("sha256")
    .update(canonical(parts as Value[]))
    .digest("hex")
    .slice(0, 32);

const canonical = (value: Value | undefined): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") return typeof value === "number" ? String(value) : JSON.stringify(value ?? null);
  return `{${Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
};

/** Without the parts that say nothing: the contracts know absent, not undefined. */
export const defined = <T extends Record<string, unknown>>(parts: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
