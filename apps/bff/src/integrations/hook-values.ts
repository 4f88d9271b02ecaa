import { hash } from "node:crypto";
import { clip } from "./clean.ts";

/** An object of an agent's JSON: nothing in it can be relied upon. */
export type Json = Record<string, unknown>;

export const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
export const recordOf = (value: unknown): Json => (isRecord(value) ? value : {});
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A number in the bounds, or nothing. */
export const numberOf = (value: unknown, max = 1e11): number | undefined =>
  typeof value === "number" && value >= 0 && value <= max ? value : undefined;

/** The same, as a whole number. */
export const countOf = (value: unknown): number | undefined => {
  const number = numberOf(value, 1e12);
  return number === undefined ? undefined : Math.round(number);
};

/** ISO text or milliseconds since 1970 as an instant; what is neither, or of no century of ours, is nothing. */
export const instantOf = (value: unknown): Date | undefined => {
  const time = typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return time > 0 && time < 4e12 ? new Date(time) : undefined;
};

/** Whether nothing in it is nested deeper. It goes down no further than that: a megabyte of brackets must not fill the stack. */
export const isWithinDepth = (value: unknown, most: number): boolean => {
  if (most < 0) return false;
  if (typeof value !== "object" || value === null) return true;
  for (const key in value) if (!isWithinDepth((value as Json)[key], most - 1)) return false;
  return true;
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  // Under a name of its own: an object must not look like the list of its entries.
  return {
    entries: Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  };
};

/** The same for equal values, whatever the order of their keys. The value's depth must be known to be small. */
export const hashOf = (value: unknown): string => hash("sha256", JSON.stringify(sorted(value)) ?? "").slice(0, 32);

/** `prefix:part`, short enough to be a signal's id. */
export const signalId = (prefix: string, part: string): string =>
  prefix.length + part.length < 199 ? `${prefix}:${part}` : `${prefix}:${hashOf(part)}`;

/** A vendor's own id: short, or its hash. */
export const keyOf = (value: unknown): string | undefined => {
  const key = clip(value, 4_000);
  return key === undefined || key.length <= 95 ? key : hashOf(key);
};

/** The last part of a path: what people call the place of work. */
export const lastPart = (path: string | undefined): string | undefined =>
  path
    ?.split(/[\\/]/)
    .filter((part) => part !== "")
    .at(-1);

/** The given object without the fields that say nothing. */
export const told = <T extends Json>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const said: Json = {};
  for (const key of Object.keys(fields)) if (fields[key] !== undefined) said[key] = fields[key];
  return said as never;
};
