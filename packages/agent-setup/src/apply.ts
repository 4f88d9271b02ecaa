import { editors } from "./editor.ts";
import type { Editor } from "./editor.ts";
import { bom } from "./json-text.ts";
import { judge } from "./judge.ts";
import { isOwnFile, removeBlock, writeBlock } from "./text-edit.ts";
import { SettingsError } from "./types.ts";
import type { Applied, EditGroup, FileFormat, Json, Operation, Written } from "./types.ts";
import { applyToValue, valueAt } from "./values.ts";

export type Edit = {
  /** The file's text, empty where there is none. */
  text: string;
  format: FileFormat;
  groups: readonly EditGroup[];
  /** Replace values of the user that stand in the way. */
  replace?: boolean;
};

/**
 * The text with the groups' changes. A group that meets something of the user's is left out and told as a conflict;
 * what is there already stays as it is, so that a second time changes nothing. Comments, order and entries of others stay.
 *
 * @throws SettingsError where the file is broken; the text is never guessed at.
 */
export function applyGroups(edit: Edit): Applied {
  if (edit.format === "lines" || edit.format === "whole") return applyText(edit);
  const editor = editors[edit.format];
  const mark = edit.text.startsWith(bom) ? bom : "";
  const applied: Applied = { text: edit.text.slice(mark.length), conflicts: [], written: { operations: [], created: [], replaced: [] } };
  for (const group of edit.groups) applyGroup({ applied, group, editor, replace: edit.replace ?? false });
  return { ...applied, text: mark + applied.text };
}

function applyGroup(step: { applied: Applied; group: EditGroup; editor: Editor; replace: boolean }): void {
  const { applied, group, editor } = step;
  const before = editor.read(applied.text);
  const { todo, replace, conflicts } = judge(group, before, step.replace);
  applied.conflicts.push(...conflicts);
  if (conflicts.length > 0 || todo.length === 0) return;
  const expected = todo.reduce<unknown>(applyToValue, before);
  const text = attempt(() => editor.write(applied.text, todo));
  if (text === undefined || !attempt(() => editor.same(editor.read(text), expected))) {
    applied.conflicts.push({ group: group.id, what: "the file", why: "it is written in a way that cannot be added to safely" });
    return;
  }
  applied.text = text;
  record(applied.written, { todo, replace, before });
}

function record(written: Written, made: { todo: Operation[]; replace: string[][]; before: unknown }): void {
  written.operations.push(...made.todo);
  for (const path of made.replace) written.replaced.push({ path, value: valueAt(made.before, path) as Json });
  for (const operation of made.todo) {
    if (operation.kind === "text") continue;
    const depth = operation.path.length - (operation.kind === "set" ? 1 : 0);
    for (let length = 1; length <= depth; length += 1) {
      const path = operation.path.slice(0, length);
      const known = written.created.some((one) => one.length === length && one.every((key, at) => key === path[at]));
      if (!known && valueAt(made.before, path) === undefined) written.created.push(path);
    }
  }
}

function applyText({ text, format, groups, replace = false }: Edit): Applied {
  const applied: Applied = { text, conflicts: [], written: { operations: [], created: [], replaced: [] } };
  const operations = groups.flatMap((group) => group.operations).filter((operation) => operation.kind === "text");
  if (operations.length === 0) return applied;
  const own = operations.map((operation) => operation.text).join("\n");
  if (format === "lines" && !replace) {
    const taken = assigned(removeBlock(text)).find((name) => assigned(own).includes(name));
    if (taken) applied.conflicts.push({ group: groups[0]!.id, what: taken, why: "you set it in this file already" });
  }
  if (format === "whole" && text !== "" && text !== own && !isOwnFile(text) && !replace) {
    applied.conflicts.push({ group: groups[0]!.id, what: "the file", why: "it is there, and not Beckon's" });
  }
  if (applied.conflicts.length > 0) return applied;
  applied.text = format === "whole" ? own : writeBlock(text, own);
  if (applied.text !== text) applied.written.operations.push(...operations);
  return applied;
}

/** The variables and functions that lines of a shell or an env file set. */
const assigned = (lines: string): string[] =>
  [...lines.matchAll(/^[ \t]*(?:export[ \t]+|function[ \t]+)?([A-Za-z_]\w*)(?==|[ \t]*\(\))/gm)].map(([, name]) => name!);

/** What is thrown while a candidate is made or read says only that it is no good. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof SettingsError || error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}
