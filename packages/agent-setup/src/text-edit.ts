const begin = "# >>> beckon >>>";
const end = "# <<< beckon <<<";
const block = /\r?\n?# >>> beckon >>>[^\n]*\n[\s\S]*?# <<< beckon <<<[^\n]*(\n|$)/;

/** The lines between two marks, at the end of the file or where they stood before. */
export function writeBlock(text: string, lines: string): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const own = [begin, ...lines.split("\n"), end, ""].join(eol);
  const present = block.exec(text);
  if (present) {
    const lead = /^\r?\n/.exec(present[0])?.[0] ?? "";
    return text.slice(0, present.index) + lead + own + text.slice(present.index + present[0].length);
  }
  const gap = text === "" ? "" : text.endsWith("\n") ? eol : eol + eol;
  return text + gap + own;
}

/** Without the marked lines and the empty line that was put before them. */
export function removeBlock(text: string): string {
  const present = block.exec(text);
  if (!present) return text;
  const before = text.slice(0, present.index);
  const after = text.slice(present.index + present[0].length);
  // A block at the very start has no line of its own before it.
  return before === "" || before.endsWith("\n") || after === "" ? before + after : `${before}\n${after}`;
}

/** Whether a file that should be ours was written by us. */
export const isOwnFile = (text: string): boolean => text.includes("Beckon");
