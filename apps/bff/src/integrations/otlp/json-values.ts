import { most, type Budget } from "./budget.ts";
import type { Attributes, Value } from "./otlp.types.ts";

/** Thrown for one record that cannot be read; the others of its request count. */
export class BrokenRecord extends Error {
  override readonly name = "BrokenRecord";
}

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** An object or nothing; anything else is a broken record. */
export const objectIn = (value: unknown): JsonObject => {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new BrokenRecord("an object was expected");
  return value;
};

/** A list or nothing; anything else is a broken record. */
export const listIn = (value: unknown): unknown[] => {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new BrokenRecord("a list was expected");
  return value;
};

export const textIn = (value: unknown): string => (typeof value === "string" ? value.slice(0, most.text) : "");

/** Hex in either case; what is none is no id. */
export const idIn = (value: unknown): string =>
  typeof value === "string" && value.length <= 64 && /^[0-9a-f]*$/i.test(value) ? value.toLowerCase() : "";

const mostNano = 2n ** 63n - 1n;

/** Nanoseconds as decimal text, as the specification has it, or as a number, as some clients send it. */
export const nanoIn = (value: unknown): bigint => {
  if (value === undefined || value === null || value === "") return 0n;
  if (typeof value === "number" && value >= 0 && value < 2 ** 64) return capNano(BigInt(Math.trunc(value)));
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return capNano(BigInt(value));
  throw new BrokenRecord("a time was expected");
};

/** The database's integers have a sign. */
export const capNano = (nano: bigint): bigint => (nano > mostNano ? mostNano : nano);

/** A number, or text that is one; doubles may be told as "NaN" and "Infinity". */
export const numberIn = (value: unknown): number | undefined => {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "" || value.length > 40) return undefined;
  const number = Number(value);
  return Number.isNaN(number) && value !== "NaN" ? undefined : number;
};

const integerIn = (value: unknown): Value | undefined => {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d{1,20}$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number + 0 : BigInt(value).toString();
};

/** An AnyValue. Nothing for an empty one, one of an unknown type, and one that lies too deep. */
export const anyValueIn = (any: unknown, budget: Budget, depth = 0): Value | undefined => {
  budget.value();
  if (!isObject(any) || depth >= most.depth) return undefined;
  if (typeof any.stringValue === "string") return textIn(any.stringValue);
  if (typeof any.boolValue === "boolean") return any.boolValue;
  if (any.intValue !== undefined) return integerIn(any.intValue);
  if (any.doubleValue !== undefined) return numberIn(any.doubleValue);
  if (isObject(any.arrayValue)) return elementsIn(any.arrayValue.values, budget, depth);
  if (isObject(any.kvlistValue)) return { ...attributesIn(any.kvlistValue.values, budget, depth + 1) };
  if (typeof any.bytesValue === "string") return textIn(any.bytesValue);
  return undefined;
};

const elementsIn = (values: unknown, budget: Budget, depth: number): Value[] => {
  const elements: Value[] = [];
  for (const each of (Array.isArray(values) ? values : []).slice(0, most.elements)) {
    const value = anyValueIn(each, budget, depth + 1);
    if (value !== undefined) elements.push(value);
  }
  return elements;
};

/** Attributes by key. One that is no pair is left out; without a prototype, so that any key is only a key. */
export const attributesIn = (list: unknown, budget: Budget, depth = 0): Attributes => {
  const attributes = Object.create(null) as Record<string, Value>;
  for (const pair of listIn(list).slice(0, most.attributes)) {
    if (!isObject(pair) || typeof pair.key !== "string" || pair.key.length > most.key) continue;
    const value = anyValueIn(pair.value, budget, depth);
    if (value !== undefined) attributes[pair.key] = value;
  }
  return attributes;
};
