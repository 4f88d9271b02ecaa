export type DiffLine = { kind: "added" | "removed" | "place" | "same"; text: string };

/** Reads a unified diff line by line; anything that is no diff comes out as plain lines. */
export function diffLines(diff: string): DiffLine[] {
  return diff.replace(/\n$/u, "").split("\n").map(lineOf);
}

function lineOf(line: string): DiffLine {
  if (/^(?:\+\+\+|---) \S/u.test(line) || line.startsWith("@@") || line.startsWith("diff ")) return { kind: "place", text: line };
  if (line.startsWith("+")) return { kind: "added", text: line.slice(1) };
  if (line.startsWith("-")) return { kind: "removed", text: line.slice(1) };
  return { kind: "same", text: line.startsWith(" ") ? line.slice(1) : line };
}
