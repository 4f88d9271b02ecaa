import { editors } from "./editor.ts";
import type { Editor } from "./editor.ts";
import { bom } from "./json-text.ts";
import { isMarked, isOurs, isOwn } from "./judge.ts";
import { isOwnFile, removeBlock } from "./text-edit.ts";
import { SettingsError } from "./types.ts";
import type { FileFormat, Operation, Written } from "./types.ts";
import { isTable, sameValue, valueAt, withoutValue, withValue } from "./values.ts";

export type Undone = { text: string; /** Keys of ours that hold another value by now: they are the user's. */ left: string[] };

/**
 * The text without what `applyGroups` wrote, for a file that was changed since: everything else stays as it is.
 *
 * @throws SettingsError where that cannot be done without risk.
 */
export function undoGroups(undo: { text: string; format: FileFormat; written: Written }): Undone {
  const { text, format, written } = undo;
  if (format === "lines") return { text: removeBlock(text), left: [] };
  if (format === "whole") return { text: isOwnFile(text) ? "" : text, left: [] };
  const mark = text.startsWith(bom) ? bom : "";
  const state = { text: text.slice(mark.length), editor: editors[format], left: [] as string[] };
  for (const operation of written.operations.toReversed()) {
    if (operation.kind === "set") undoSet(state, operation, written);
    if (operation.kind === "add") undoAdd(state, operation);
  }
  for (const path of [...written.created].sort((a, b) => b.length - a.length)) removeIfEmpty(state, path);
  return { text: mark + state.editor.tidy(state.text), left: state.left };
}

/** What would have been written into a file of which nothing is known any more, such as one that a block was pasted into. */
export function writtenByHand(operations: Operation[], text: string, format: FileFormat): Written {
  if (format === "lines" || format === "whole") return { operations, created: [], replaced: [] };
  const value = editors[format].read(text.startsWith(bom) ? text.slice(1) : text);
  const prefixes = operations.flatMap((operation) =>
    operation.kind === "text" ? [] : operation.path.map((_, at) => operation.path.slice(0, at + 1)),
  );
  const filled = prefixes.filter((path) => {
    const now = valueAt(value, path);
    return (isTable(now) && Object.keys(now).length > 0) || (Array.isArray(now) && now.length > 0);
  });
  const created = filled.filter((path, at) => filled.findIndex((one) => sameValue(one, path)) === at);
  return { operations, created, replaced: [] };
}

type State = { text: string; editor: Editor; left: string[] };

function undoSet(state: State, operation: Operation & { kind: "set" }, written: Written): void {
  const value = state.editor.read(state.text);
  const now = valueAt(value, operation.path);
  if (now === undefined) return;
  if (!isOwn(operation, value) && !sameValue(now, operation.value)) {
    state.left.push(operation.path.join("."));
    return;
  }
  const before = written.replaced.find(({ path }) => sameValue(path, operation.path));
  if (before) {
    const back = state.editor.write(state.text, [{ kind: "set", path: before.path, value: before.value }]);
    accept(state, back, withValue(value, before.path, before.value));
  } else accept(state, state.editor.removeKey(state.text, operation.path), withoutValue(value, operation.path));
}

function undoAdd(state: State, operation: Operation & { kind: "add" }): void {
  for (;;) {
    const value = state.editor.read(state.text);
    const list = valueAt(value, operation.path);
    if (!Array.isArray(list)) return;
    const exact = list.findIndex((entry) => sameValue(entry, operation.value));
    const index = exact >= 0 ? exact : list.findIndex((entry) => isOurs(entry, operation));
    if (index >= 0) {
      accept(
        state,
        state.editor.removeEntry(state.text, operation.path, index),
        withoutValue(value, [...operation.path, index] as string[]),
      );
      // What has no mark was added once, whatever else is equal to it.
      if (!operation.mark) return;
    } else if (!undoHandler(state, operation, list, value)) return;
  }
}

/** The user put a hook of their own beside ours: only ours goes. */
function undoHandler(state: State, operation: Operation & { kind: "add" }, list: unknown[], value: unknown): boolean {
  const { mark } = operation;
  if (!mark) return false;
  for (const [index, entry] of list.entries()) {
    const handlers = isTable(entry) && Array.isArray(entry.hooks) ? entry.hooks : [];
    const at = handlers.findIndex((handler) => isMarked(handler, mark));
    if (at < 0) continue;
    const path = [...operation.path, index, "hooks"];
    accept(state, state.editor.removeEntry(state.text, path, at), withoutValue(value, [...path, at]));
    return true;
  }
  return false;
}

function removeIfEmpty(state: State, path: string[]): void {
  const value = state.editor.read(state.text);
  const now = valueAt(value, path);
  const empty = (isTable(now) && Object.keys(now).length === 0) || (Array.isArray(now) && now.length === 0);
  if (empty) accept(state, state.editor.removeKey(state.text, path), withoutValue(value, path));
}

function accept(state: State, text: string, expected: unknown): void {
  if (!state.editor.same(state.editor.read(text), expected)) {
    throw new SettingsError("Beckon's entries cannot be taken out safely; please do it by hand");
  }
  state.text = text;
}
