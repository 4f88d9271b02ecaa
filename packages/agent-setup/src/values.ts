import type { Json, Operation } from "./types.ts";

type Table = { [key: string]: unknown };

/** An object of the file; without prototype, so that a key `__proto__` is a key like any other. */
export const emptyTable = (): Table => Object.create(null) as Table;

export const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Equal as settings: the order of keys does not count, the order of lists does. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left instanceof Date || right instanceof Date) {
    return left instanceof Date && right instanceof Date && String(left.toISOString()) === String(right.toISOString());
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (isTable(left) && isTable(right)) {
    const keys = Object.keys(left);
    return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]));
  }
  return Object.is(left, right) || (left === 0 && right === 0);
}

/** A copy that may be changed. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isTable(value)) return value;
  const copy = emptyTable();
  for (const key of Object.keys(value)) copy[key] = copyOf(value[key]);
  return copy;
}

/** What stands at a path, or undefined. */
export function valueAt(value: unknown, path: string[]): unknown {
  let at = value;
  for (const key of path) {
    if (!isTable(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** The shortest part of the path that holds something which is no object, or undefined: the way is free. */
export function blockedAt(value: unknown, path: string[]): string[] | undefined {
  for (let length = 0; length < path.length; length += 1) {
    const at = valueAt(value, path.slice(0, length));
    if (at === undefined) return undefined;
    if (!isTable(at)) return path.slice(0, length);
  }
  return undefined;
}

/** Makes a change on the plain value: what the text must say after it was changed. */
export function applyToValue(value: unknown, operation: Operation): unknown {
  if (operation.kind === "text") return value;
  const root = (copyOf(value) ?? emptyTable()) as Table;
  let parent = root;
  for (const key of operation.path.slice(0, -1)) {
    if (!Object.hasOwn(parent, key)) parent[key] = emptyTable();
    parent = parent[key] as Table;
  }
  const key = operation.path.at(-1)!;
  if (operation.kind === "set") parent[key] = copyOf(operation.value);
  else parent[key] = [...((parent[key] as unknown[] | undefined) ?? []), copyOf(operation.value)];
  return root;
}

/** A copy without what stands at the path (an index ends the path of an entry of a list). */
export function withoutValue(value: unknown, path: (string | number)[]): unknown {
  const root = copyOf(value);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Table)[key as string], root);
  const last = path.at(-1)!;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete (parent as Table)[String(last)];
  return root;
}

/** A copy with another value at the path. */
export function withValue(value: unknown, path: (string | number)[], next: Json): unknown {
  const root = copyOf(value);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Table)[key as string], root);
  (parent as Table)[String(path.at(-1)!)] = copyOf(next);
  return root;
}
