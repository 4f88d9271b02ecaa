import type { TaskPriority, TaskStatus } from "@beckon/contracts/tasks";
import type { FileTask } from "@beckon/contracts/work-directories";
import { isMap as isMapNode, isScalar } from "yaml";
import type { Pair, Scalar } from "yaml";
import { decode } from "./decode.ts";
import { frontMatterOf } from "./front-matter.ts";
import { findField, type Field } from "./keys.ts";
import { laneOf } from "@beckon/contracts/work-lanes";
import { isMarkdown, laneNameOf } from "./lane-path.ts";
import { readFileTasks, readUnits } from "./read-file.ts";
import type { Unit } from "./units.ts";
import { spellPriority, spellStatus } from "./spell.ts";
import { asName } from "./values.ts";
import { priorityOf, statusOf } from "./words.ts";

export type Wish = { document: number; status?: TaskStatus | undefined; priority?: TaskPriority | undefined };
type Patch = { start: number; end: number; text: string };

/**
 * The bytes of a file with another status or priority, every other byte as it was; or why that cannot be done safely.
 * A status that the file does not speak of stays unspoken: its folder says it. `toPath` is where the file will stand.
 */
export const editText = (
  path: string,
  bytes: Uint8Array,
  { toPath, ...wish }: Wish & { toPath: string },
): { bytes: Uint8Array } | { refused: string } => {
  const decoded = decode(bytes);
  if ("problem" in decoded) return { refused: `the file ${decoded.problem}` };
  if (!decoded.exact) return { refused: "the file is not UTF-8" };
  const { text } = decoded;
  const head = isMarkdown(path) ? frontMatterOf(text) : { yaml: text, start: 0 };
  if (!head) {
    if (wish.priority !== undefined) return { refused: "the file has no place for a priority" };
    return saysAsAsked({ path, before: bytes, after: bytes, toPath, wish }) ? { bytes } : { refused: "the file has no status to change" };
  }
  const { units, faults, tabs } = readUnits(head.yaml);
  if (faults.length > 0) return { refused: "the file cannot be read as a whole" };
  if (tabs) return { refused: "the file is indented by tabs, which is no YAML" };
  const unit = units[wish.document];
  if (!unit) return { refused: "the task is no longer in the file" };
  if (units.length > 1 && path !== toPath)
    return { refused: `the file holds ${units.length} tasks, and its folder is the state of them all` };
  const patches: Patch[] = [];
  for (const field of ["status", "priority"] as const) {
    if (wish[field] === undefined) continue;
    const found = patchOf(unit, field, wish[field]);
    if ("refused" in found) return found;
    if (field === "status" && found.patch === undefined && statusUnsaid(unit) && laneOf(laneNameOf(toPath)) === undefined)
      return { refused: "the file has no status to change" };
    if (found.patch) patches.push({ ...found.patch, start: found.patch.start + head.start, end: found.patch.end + head.start });
  }
  const written = patches
    .toSorted((a, b) => b.start - a.start)
    .reduce((all, { start, end, text: word }) => all.slice(0, start) + word + all.slice(end), text);
  const result = new TextEncoder().encode(written);
  return saysAsAsked({ path, before: bytes, after: result, toPath, wish })
    ? { bytes: result }
    : { refused: "the change cannot be made without touching more than its value" };
};

const statusUnsaid = (unit: Unit) => findField(unit.value, "status") === undefined;

/** The place of one value, and what shall stand there. */
const patchOf = (
  unit: Unit,
  field: Field & ("status" | "priority"),
  wanted: TaskStatus | TaskPriority,
): { patch?: Patch } | { refused: string } => {
  const found = findField(unit.value, field);
  if (!found) return field === "status" ? {} : { refused: "the file has no priority to change" };
  const node = nodeAt(unit, found.path);
  if (!node) return { refused: `its ${field} stands in an anchor or a merged part of the file` };
  const [start, end] = node.range ?? [0, 0];
  if (node.anchor !== undefined || node.tag !== undefined || start === end)
    return { refused: `its ${field} has an anchor or a tag, which other values may depend on` };
  if (node.type !== "PLAIN" && node.type !== "QUOTE_SINGLE" && node.type !== "QUOTE_DOUBLE")
    return { refused: `its ${field} is not on one line` };
  const old = asName(found.value);
  const same = field === "status" ? statusOf(old) === wanted : priorityOf(old) === wanted;
  if (same) return {};
  const quote = node.type === "PLAIN" ? 0 : 1;
  const word = field === "status" ? spellStatus(old, wanted as TaskStatus) : spellPriority(old, wanted as TaskPriority);
  return { patch: { start: start + quote, end: end - quote, text: word } };
};

/** The very scalar, when it stands in the map itself and not behind an alias or a merge. */
const nodeAt = (unit: Unit, path: string[]): Scalar | undefined => {
  let node: unknown = unit.node;
  for (const key of path) {
    if (!isMapNode(node) || (node.anchor !== undefined && node !== unit.node)) return undefined;
    // Of a key that is there twice the last counts.
    const pair: Pair | undefined = node.items.findLast((item) => isScalar(item.key) && item.key.value === key);
    node = pair?.value;
  }
  return isScalar(node) ? node : undefined;
};

/** Read again: what was asked for is so, and every other word of every task is as it was. */
const saysAsAsked = (of: { path: string; before: Uint8Array; after: Uint8Array; toPath: string; wish: Wish }): boolean => {
  const [before, after] = [readFileTasks(of.path, of.before)?.tasks ?? [], readFileTasks(of.toPath, of.after)?.tasks ?? []];
  const { document, status, priority } = of.wish;
  const now = after[document];
  if (!now || before.length !== after.length) return false;
  if (status !== undefined && now.status !== status) return false;
  if (priority !== undefined && now.priority !== priority) return false;
  const rest = ({ status: _, contradiction: __, priority: ___, unread: ____, ...task }: FileTask) => JSON.stringify(task);
  const same = (a: FileTask, b: FileTask) => (a.document === document ? rest(a) === rest(b) : JSON.stringify(a) === JSON.stringify(b));
  return before.every((task, index) => same(task, after[index] as FileTask));
};
