import { byTable, entrySection, keyLine, tableSection } from "./toml-render.ts";
import { keyOf, linesOf, sectionsOf } from "./toml-text.ts";
import type { Section } from "./toml-text.ts";
import type { Json, Operation } from "./types.ts";
import { sameValue } from "./values.ts";

/** Stands above what was appended, for whoever reads the file. */
export const tomlMarker = '# From Beckon; "beckon connect codex --remove" takes it out.';

/** Adds keys to their tables, and what has no table yet at the end of the file, as text: all else keeps its bytes. */
export function writeToml(text: string, operations: Operation[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  let lines = linesOf(text);
  const fresh: string[][] = [];
  for (const { path, keys } of byTable(operations)) {
    const table = sectionsOf(lines).find((section) => !section.list && sameValue(section.path, path));
    if (table) lines = intoTable({ lines, table, keys, eol });
    else fresh.push(tableSection(path, keys));
  }
  for (const operation of operations) {
    if (operation.kind === "add") fresh.push(entrySection(operation.path, operation.value as { [key: string]: Json }));
  }
  const body = lines.join("");
  if (fresh.length === 0) return body;
  const gap = body === "" || /\n\r?\n$/.test(body) ? "" : body.endsWith("\n") ? eol : eol + eol;
  const marker = body.includes(tomlMarker) ? [] : [tomlMarker];
  return body + gap + [...marker, ...fresh.flatMap((section, index) => [...(index > 0 ? [""] : []), ...section]), ""].join(eol);
}

function intoTable(change: { lines: string[]; table: Section; keys: [string, Json][]; eol: string }): string[] {
  const { table, keys, eol } = change;
  const lines = [...change.lines];
  // The last line of a file may have no end.
  if (!lines[table.start]!.endsWith("\n")) lines[table.start] += eol;
  const fresh: string[] = [];
  for (const key of keys) {
    const line = keyLine(key) + eol;
    const present = lines.findIndex((one, index) => index > table.start && index < table.end && keyOf(one) === key[0]);
    if (present < 0) fresh.push(line);
    else lines[present] = line;
  }
  return [...lines.slice(0, table.start + 1), ...fresh, ...lines.slice(table.start + 1)];
}

type Step = string | number;
const named = (path: Step[]): string[] => path.filter((step): step is string => typeof step === "string");

/** The text without a key that stands on a line of its own, or without a table that has become empty. */
export function removeTomlKey(text: string, path: string[]): string {
  const lines = linesOf(text);
  const sections = sectionsOf(lines);
  const parent = sections.find((section) => !section.list && sameValue(section.path, path.slice(0, -1)));
  if (parent) {
    const line = lines.findIndex((one, index) => index > parent.start && index < parent.end && keyOf(one) === path.at(-1));
    if (line >= 0) return without(lines, line, line + 1);
  }
  const table = sections.find((section) => !section.list && sameValue(section.path, path));
  return table && table.end === table.start + 1 ? without(lines, table.start, table.end) : text;
}

/** The text without one entry of a list of tables, and without the tables inside it. */
export function removeTomlEntry(text: string, path: Step[], index: number): string {
  const lines = linesOf(text);
  const sections = sectionsOf(lines);
  let range: [number, number] = [0, sections.length];
  const inner = path.findIndex((step) => typeof step === "number");
  if (inner >= 0) range = entryRange({ sections, path: named(path.slice(0, inner)), index: Number(path[inner]), within: range });
  const [from, to] = entryRange({ sections, path: named(path), index, within: range });
  if (from >= to) return text;
  return without(lines, sections[from]!.start, sections[to - 1]!.end);
}

function entryRange(of: { sections: Section[]; path: string[]; index: number; within: [number, number] }) {
  const { sections, path, index, within } = of;
  const heads = sections.flatMap((section, at) =>
    at >= within[0] && at < within[1] && section.list && sameValue(section.path, path) ? [at] : [],
  );
  const from = heads[index];
  if (from === undefined) return [0, 0] as [number, number];
  let to = from + 1;
  while (to < within[1] && sections[to]!.path.length > path.length && sameValue(sections[to]!.path.slice(0, path.length), path)) to += 1;
  return [from, to] as [number, number];
}

/** Without these lines, and without one of two empty lines that would meet. */
function without(lines: string[], from: number, to: number): string {
  const blank = (line: string | undefined) => line === undefined || line.trim() === "";
  const gap = from > 0 && blank(lines[from - 1]) && blank(lines[to]) ? 1 : 0;
  return [...lines.slice(0, from - gap), ...lines.slice(to)].join("");
}

/** Without the line that said where it comes from. */
export function removeTomlMarker(text: string): string {
  const lines = linesOf(text);
  const at = lines.findIndex((line) => line.trimEnd() === tomlMarker);
  return at < 0 ? text : without(lines, at, at + 1);
}
