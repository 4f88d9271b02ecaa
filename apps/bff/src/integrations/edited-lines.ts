import { listOf, recordOf } from "./hook-values.ts";

/** A range of lines from 1, both ends included, of the file as it is after the edit. */
export type LineRange = [from: number, to: number];

const mostRanges = 50;
const mostLine = 10_000_000;

const isLine = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= mostLine;

export const wholeFile = (lines: number): LineRange[] => (lines > 0 ? [[1, Math.min(lines, mostLine)]] : []);

/**
 * Which lines the hunks of a patch changed (`{ newStart, newLines, lines: [" kept", "-gone", "+new"] }`), without the
 * lines of context. Where lines only went away, it is the line that they stood before.
 */
export const changedLines = (hunks: unknown): LineRange[] => {
  const ranges: LineRange[] = [];
  for (const hunk of listOf(hunks).slice(0, mostRanges).map(recordOf)) {
    const { newStart, newLines } = hunk;
    if (!isLine(newStart)) continue;
    const lines = listOf(hunk.lines).filter((line): line is string => typeof line === "string");
    if (lines.length === 0) ranges.push([Math.max(1, newStart), Math.max(1, newStart + Math.max(isLine(newLines) ? newLines : 1, 1) - 1)]);
    else ranges.push(...rangesOf(lines, Math.max(1, newStart)));
  }
  return joined(ranges).slice(0, mostRanges);
};

const rangesOf = (lines: readonly string[], start: number): LineRange[] => {
  const ranges: LineRange[] = [];
  let at = start;
  for (const line of lines) {
    if (line.startsWith("-")) ranges.push([at, at]);
    else if (line.startsWith("+")) {
      ranges.push([at, at]);
      at += 1;
    } else if (!line.startsWith("\\")) at += 1;
  }
  return ranges;
};

/** Sorted, and as one where they touch. */
const joined = (ranges: LineRange[]): LineRange[] => {
  const all: LineRange[] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
};
