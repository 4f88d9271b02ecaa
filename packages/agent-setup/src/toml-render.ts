import { SettingsError } from "./types.ts";
import type { Json, Operation } from "./types.ts";
import { isTable } from "./values.ts";

const bare = (key: string) => (/^[\w-]+$/.test(key) ? key : quoted(key));
const quoted = (text: string) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");
export const dottedKey = (path: string[]): string => path.map(bare).join(".");

/** A value on one line. */
export function inlineToml(value: Json): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(inlineToml).join(", ")}]`;
  if (value === null) throw new SettingsError("TOML knows no null");
  if (typeof value !== "object") return String(value);
  const pairs = Object.entries(value).map(([key, item]) => `${bare(key)} = ${inlineToml(item)}`);
  return `{ ${pairs.join(", ")} }`;
}

/** An entry of a list of tables; lists of tables inside it become sections of their own. */
export function entrySection(path: string[], value: { [key: string]: Json }): string[] {
  const isNested = (item: Json) => Array.isArray(item) && item.length > 0 && item.every(isTable);
  const entries = Object.entries(value);
  return [
    `[[${dottedKey(path)}]]`,
    ...entries.filter(([, item]) => !isNested(item)).map(keyLine),
    ...entries
      .filter(([, item]) => isNested(item))
      .flatMap(([key, items]) => (items as { [key: string]: Json }[]).flatMap((item) => entrySection([...path, key], item))),
  ];
}

export const keyLine = ([key, value]: [string, Json]): string => `${bare(key)} = ${inlineToml(value)}`;

/** A table section with these keys. */
export const tableSection = (path: string[], keys: [string, Json][]): string[] => [`[${dottedKey(path)}]`, ...keys.map(keyLine)];

/** The keys to set, by the table they belong to. */
export function byTable(operations: readonly Operation[]): { path: string[]; keys: [string, Json][] }[] {
  const tables = new Map<string, { path: string[]; keys: [string, Json][] }>();
  for (const operation of operations) {
    if (operation.kind !== "set") continue;
    const path = operation.path.slice(0, -1);
    if (path.length === 0) throw new SettingsError("a key outside every table cannot be added");
    const table = tables.get(JSON.stringify(path)) ?? { path, keys: [] };
    table.keys.push([operation.path.at(-1)!, operation.value]);
    tables.set(JSON.stringify(path), table);
  }
  return [...tables.values()];
}
