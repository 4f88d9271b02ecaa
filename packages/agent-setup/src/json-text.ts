import { createScanner, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { SettingsError } from "./types.ts";
import { emptyTable } from "./values.ts";

export const bom = "\uFEFF";
export type Style = { eol: string; indent: string };

/** Line ends and indentation as the file has them. */
export function styleOf(text: string): Style {
  const indent = /\n([ \t]+)["\]}/]/.exec(text)?.[1] ?? "  ";
  return { eol: text.includes("\r\n") ? "\r\n" : "\n", indent: indent.startsWith("\t") ? "\t" : indent.length > 8 ? "  " : indent };
}

/**
 * The tree of a settings file; comments and trailing commas are allowed, an empty file has no tree.
 *
 * @throws SettingsError with line and column where the file is broken or holds something else than an object.
 */
export function readJson(text: string): Node | undefined {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  } catch {
    throw new SettingsError("it is nested too deeply to be changed safely");
  }
  const [error] = errors;
  if (error) throw new SettingsError(`this is no JSON: ${inWords(printParseErrorCode(error.error))}`, position(text, error.offset));
  if (root && root.type !== "object") throw new SettingsError(`an object is expected, and not a ${root.type}`, position(text, root.offset));
  return root;
}

/** The value of a node; the last of several equal keys counts, as everywhere in JSON. */
export function jsonValue(node: Node | undefined): unknown {
  if (!node) return emptyTable();
  if (node.type === "array") return (node.children ?? []).map(jsonValue);
  if (node.type !== "object") return node.value;
  const table = emptyTable();
  for (const property of node.children ?? []) table[String(property.children![0]!.value)] = jsonValue(property.children![1]);
  return table;
}

/** The property of that name: the last one, which is the one that counts. */
export const propertyOf = (node: Node | undefined, key: string): Node | undefined =>
  node?.type === "object" ? node.children?.findLast((property) => property.children![0]!.value === key) : undefined;

/** The node at a path, or undefined. */
export const nodeAt = (root: Node | undefined, path: string[]): Node | undefined =>
  path.reduce<Node | undefined>((node, key) => propertyOf(node, key)?.children?.[1], root);

export type Token = { kind: number; start: number; end: number };

/** The tokens from an offset up to another one, spaces and comments included. */
export function tokensBetween(text: string, from: number, to: number): Token[] {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  const tokens: Token[] = [];
  while (scanner.getPosition() < to) {
    const kind = scanner.scan();
    tokens.push({ kind, start: scanner.getTokenOffset(), end: scanner.getPosition() });
  }
  return tokens;
}

/** The spaces that the line of an offset begins with. */
export const lineIndent = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset))![0];

/** Whether nothing but spaces stands before it on its line. */
export const startsLine = (text: string, offset: number): boolean => {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start > 0 && text.slice(start, offset).trim() === "";
};

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

const inWords = (code: string) => code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
