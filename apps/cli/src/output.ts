import { stripTerminal } from "@beckon/contracts/visible-text";

/** A line on stdout: the result, and nothing but it. Server's text loses what would steer a terminal. */
export function print(line: string): void {
  process.stdout.write(`${stripTerminal(line)}\n`);
}

/** One line on stderr: for the person, never part of the result. */
export function say(line: string): void {
  process.stderr.write(`${stripTerminal(line).replaceAll("\n", " ")}\n`);
}

/** JSON on one line, exact to the last character, with all that could steer a terminal written as an escape. */
export function printJson(value: unknown): void {
  const json = JSON.stringify(value).replace(/[\p{Cc}\p{Bidi_C}\p{Cs}\u2028\u2029]/gu, escape);
  process.stdout.write(`${json}\n`);
}

const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Rows under a heading, columns padded; empty cells stay empty. */
export function printTable(heading: string[], rows: string[][]): void {
  const lines = [heading, ...rows].map((row) => row.map((cell) => stripTerminal(cell).replace(/\s+/g, " ")));
  const widths = heading.map((_, column) => Math.max(...lines.map((row) => [...(row[column] ?? "")].length)));
  for (const row of lines) {
    const cells = row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length));
    process.stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
}
