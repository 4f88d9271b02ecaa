import { nodeAt, propertyOf, readJson, startsLine, tokensBetween } from "./json-text.ts";
import type { Node } from "jsonc-parser";

const LINE_COMMENT = 12;
const COMMA = 5;

/** The text without the property at the path; unchanged where there is none. */
export function removeKey(text: string, path: string[]): string {
  const parent = nodeAt(readJson(text), path.slice(0, -1));
  const property = propertyOf(parent, path.at(-1)!);
  return parent && property ? removeChild(text, parent, parent.children!.indexOf(property)) : text;
}

/** The text without one entry of a list. */
export function removeEntry(text: string, path: (string | number)[], index: number): string {
  const list = path.reduce<Node | undefined>(
    (node, key) => (typeof key === "number" ? node?.children?.[key] : propertyOf(node, key)?.children?.[1]),
    readJson(text),
  );
  return list?.type === "array" && list.children?.[index] ? removeChild(text, list, index) : text;
}

function removeChild(text: string, container: Node, index: number): string {
  const siblings = container.children!;
  const node = siblings[index]!;
  const open = container.offset + 1;
  const close = container.offset + container.length - 1;
  const end = node.offset + node.length;
  const comma = tokensBetween(text, end, siblings[index + 1]?.offset ?? close).find(({ kind }) => kind === COMMA);
  if (siblings.length === 1) {
    const without = text.slice(open, node.offset) + text.slice(comma?.end ?? end, close);
    if (without.trim() === "") return text.slice(0, open) + text.slice(close);
  }
  if (comma && index < siblings.length - 1) return cut(text, ...wholeLine(text, node.offset, comma.end));
  const before = tokensBetween(text, index > 0 ? siblings[index - 1]!.offset + siblings[index - 1]!.length : open, node.offset);
  const lastComment = before.findLast(({ kind }) => kind === LINE_COMMENT || kind === 13);
  const previousComma = before.find(({ kind }) => kind === COMMA);
  const previousEnd = Math.max(previousComma?.end ?? 0, lastComment?.end ?? 0, open);
  // A line comment must keep its line's end.
  const sameLine = !text.slice(end, close).includes("\n");
  const from = lastComment?.kind === LINE_COMMENT && lastComment.end === previousEnd && sameLine ? node.offset : previousEnd;
  const rest = cut(text, from, comma?.end ?? end);
  return previousComma && !comma ? cut(rest, previousComma.start, previousComma.end) : rest;
}

/** The whole line, its end included, where nothing else stands on it. */
function wholeLine(text: string, start: number, end: number): [number, number] {
  const tail = /^[ \t]*\r?\n/.exec(text.slice(end));
  if (startsLine(text, start) && tail) return [text.lastIndexOf("\n", start - 1) + 1, end + tail[0].length];
  return [start, end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0)];
}

const cut = (text: string, from: number, to: number) => text.slice(0, from) + text.slice(to);
