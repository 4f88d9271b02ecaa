import { jsonValue, lineIndent, nodeAt, propertyOf, readJson, startsLine, styleOf, tokensBetween } from "./json-text.ts";
import type { Style } from "./json-text.ts";
import { renderJson } from "./render-json.ts";
import type { Json } from "./types.ts";
import { emptyTable } from "./values.ts";
import type { Node } from "jsonc-parser";

const COMMA = 5;
const COMMENTS = [12, 13];
const LINE_BREAK = 14;

/** Sets a key; objects on the way are made. What stands around it, comments included, stays where it is. */
export function setJson(text: string, path: string[], value: Json): string {
  const root = readJson(text);
  const style = styleOf(text);
  if (!root) return setJson(withObject(text, style), path, value);
  const parentPath = path.slice(0, -1);
  const parent = nodeAt(root, parentPath);
  if (!parent) return setJson(setJson(text, parentPath, emptyTable() as Json), path, value);
  const key = path.at(-1)!;
  const present = propertyOf(parent, key)?.children?.[1];
  if (present) return replaceNode({ text, node: present, value, style });
  return insert({ text, container: parent, item: (pad) => `${JSON.stringify(key)}: ${renderJson(value, { ...style, pad })}`, style });
}

/** Adds an entry at the end of a list; the list and objects on the way are made. */
export function addJson(text: string, path: string[], value: Json): string {
  const list = nodeAt(readJson(text), path);
  if (!list) return setJson(text, path, [value]);
  const style = styleOf(text);
  return insert({ text, container: list, item: (pad) => renderJson(value, { ...style, pad }), style });
}

/** The value of a whole file. */
export const readValue = (text: string): unknown => jsonValue(readJson(text));

/** A file without an object gets one, behind the comments it may hold. */
function withObject(text: string, { eol }: Style): string {
  const head = text.trim() === "" ? "" : text.endsWith("\n") ? text : `${text}${eol}`;
  return `${head}{}${eol}`;
}

function replaceNode(change: { text: string; node: Node; value: Json; style: Style }): string {
  const { text, node, value, style } = change;
  const pad = lineIndent(text, node.offset);
  return text.slice(0, node.offset) + renderJson(value, { ...style, pad }) + text.slice(node.offset + node.length);
}

function insert(change: { text: string; container: Node; item: (pad: string) => string; style: Style }): string {
  const { text, container, item, style } = change;
  const close = container.offset + container.length - 1;
  const outer = lineIndent(text, container.offset);
  const last = container.children?.at(-1);
  if (!last) {
    const inside = text.slice(container.offset + 1, close).trimEnd();
    const pad = outer + style.indent;
    return `${text.slice(0, container.offset + 1)}${inside}${style.eol}${pad}${item(pad)}${style.eol}${outer}${text.slice(close)}`;
  }
  const pad = startsLine(text, last.offset) ? lineIndent(text, last.offset) : outer + style.indent;
  const end = last.offset + last.length;
  const after = tokensBetween(text, end, close);
  const comma = after.find(({ kind }) => kind === COMMA);
  const at = endOfLineComment(after, comma?.end ?? end);
  const oneLine = container.type === "array" && !text.slice(container.offset, close).includes("\n");
  const entry = item(pad);
  const separator = comma ? "" : ",";
  if (oneLine && !entry.includes("\n")) return `${text.slice(0, end)}, ${entry}${text.slice(comma ? comma.end : end)}`;
  const closing = text.slice(at, close).includes("\n") ? "" : `${style.eol}${outer}`;
  return `${text.slice(0, end)}${separator}${text.slice(end, at)}${style.eol}${pad}${entry}${closing}${text.slice(at).replace(/^[ \t]+(?=[\]}])/, "")}`;
}

/** Behind a comment that belongs to the entry because it stands on its line. */
function endOfLineComment(tokens: { kind: number; start: number; end: number }[], from: number): number {
  let at = from;
  for (const { kind, start, end } of tokens) {
    if (start < from) continue;
    if (kind === LINE_BREAK) break;
    if (COMMENTS.includes(kind)) at = end;
  }
  return at;
}
