import { addJson, readValue, setJson } from "./json-edit.ts";
import { removeEntry, removeKey } from "./json-remove.ts";
import { removeTomlEntry, removeTomlKey, removeTomlMarker, writeToml } from "./toml-edit.ts";
import { readToml } from "./toml-text.ts";
import type { Json, Operation } from "./types.ts";
import { applyToValue, emptyTable, isTable, sameValue, valueAt } from "./values.ts";

/** What is to be known of a structured format to change a file of it. */
export type Editor = {
  read(text: string): unknown;
  write(text: string, operations: Operation[]): string;
  removeKey(text: string, path: string[]): string;
  removeEntry(text: string, path: (string | number)[], index: number): string;
  /** What stands at the end of a removal. */
  tidy(text: string): string;
  /** Whether two values are the same file's. */
  same(left: unknown, right: unknown): boolean;
};

const json: Editor = {
  read: readValue,
  write: (text, operations) =>
    inOnePiece(operations, readValue(text)).reduce((now, operation) => {
      if (operation.kind === "text") return now;
      return operation.kind === "set" ? setJson(now, operation.path, operation.value) : addJson(now, operation.path, operation.value);
    }, text),
  removeKey,
  removeEntry,
  tidy: (text) => text,
  same: sameValue,
};

const toml: Editor = {
  read: readToml,
  write: writeToml,
  removeKey: removeTomlKey,
  removeEntry: removeTomlEntry,
  tidy: removeTomlMarker,
  // A list of tables without an entry, or a table that only sections made, cannot be written: it is the same as none.
  same: (left, right) => sameValue(pruned(left), pruned(right)),
};

export const editors = { json, toml };

/** What belongs under a key that is missing is put together first: fewer steps through a file that may be large. */
function inOnePiece(operations: Operation[], value: unknown): Operation[] {
  const pieces = new Map<string, Operation>();
  for (const operation of operations) {
    if (operation.kind === "text") continue;
    const depth = operation.path.findIndex((_, at) => valueAt(value, operation.path.slice(0, at + 1)) === undefined);
    const path = depth < 0 ? operation.path : operation.path.slice(0, depth + 1);
    const known = pieces.get(JSON.stringify(path));
    if (depth < 0) pieces.set(JSON.stringify([path, pieces.size]), operation);
    else {
      const rest = { ...operation, path: ["_", ...operation.path.slice(depth + 1)] };
      const start = known?.kind === "set" ? Object.assign(emptyTable(), { _: known.value }) : emptyTable();
      pieces.set(JSON.stringify(path), { kind: "set", path, value: valueAt(applyToValue(start, rest), ["_"]) as Json });
    }
  }
  return [...pieces.values()];
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (!isTable(value)) return value;
  const table = emptyTable();
  for (const [key, item] of Object.entries(value)) {
    const one = pruned(item);
    if (!(Array.isArray(one) && one.length === 0) && !(isTable(one) && Object.keys(one).length === 0)) table[key] = one as Json;
  }
  return table;
}
