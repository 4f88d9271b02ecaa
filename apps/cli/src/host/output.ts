import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { stripTerminal } from "@beckon/contracts/visible-text";

const mostLines = 40;
const mostLength = 500;
/** Enough for forty long lines. */
const tailBytes = 65_536;

/** The end of what a process wrote, and when it wrote last. `stamp` changes when there is more. */
export type Output = { stamp: string; at?: string; lines(): string[] };

/** Looks at the output of a process; the lines are read only when they are asked for. */
export function outputOf(dir: string): Output {
  const newest = tailOf(join(dir, "output"), 0);
  if (!newest) return { stamp: "", lines: () => [] };
  return {
    stamp: `${newest.size}:${newest.modified.getTime()}`,
    at: newest.modified.toISOString(),
    lines: () => {
      const last = tailOf(join(dir, "output"), tailBytes)?.text ?? "";
      const lines = linesOf(last);
      if (lines.length >= mostLines) return lines;
      // Just put aside: the lines before stand in the other file.
      return linesOf((tailOf(join(dir, "output.1"), tailBytes)?.text ?? "") + last);
    },
  };
}

/** The last lines as plain text. Of a line that is written over itself, such as a progress bar, what it showed last. */
export const linesOf = (text: string): string[] =>
  stripVTControlCharacters(text)
    .split("\n")
    .map((line) => stripTerminal(line.replace(/\r+$/, "").split("\r").at(-1) ?? "").toWellFormed())
    .map((line) => (line.length > mostLength ? `${line.slice(0, mostLength - 1).toWellFormed()}…` : line))
    .filter((line, index, all) => line !== "" || index < all.length - 1)
    .slice(-mostLines);

function tailOf(path: string, most: number): { text: string; size: number; modified: Date } | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    const { size, mtime } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, most));
    const read = bytes.length === 0 ? 0 : readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return { text: bytes.toString("utf8", 0, read), size, modified: mtime };
  } finally {
    closeSync(file);
  }
}
