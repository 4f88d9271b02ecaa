/** What only a shell would understand: refused, so that nobody believes it works. */
const shells = /[|&;<>()$`*?[\]{}~!#]/;

/**
 * Splits a command line into its words by blanks, quotes and backslashes, and does nothing else that a shell does.
 * Answers the words, or in one line why there are none.
 */
export function splitWords(line: string): { words: string[] } | { problem: string } {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at += 1) {
    const one = line.charAt(at);
    if (quote !== "") {
      if (one === quote) quote = "";
      else if (one === "\\" && quote === '"' && /["\\]/.test(line.charAt(at + 1))) word = `${word ?? ""}${line.charAt((at += 1))}`;
      else if (quote === '"' && /[$`]/.test(one)) return { problem: needsShell(one) };
      else word = `${word ?? ""}${one}`;
    } else if (one === "'" || one === '"') {
      quote = one;
      word ??= "";
    } else if (one === "\\") {
      if (at + 1 === line.length) return { problem: "ends with a backslash" };
      word = `${word ?? ""}${line.charAt((at += 1))}`;
    } else if (/\s/.test(one)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (shells.test(one)) return { problem: needsShell(one) };
    else word = `${word ?? ""}${one}`;
  }
  if (quote !== "") return { problem: `has a ${quote} without its other one` };
  if (word !== undefined) words.push(word);
  return words.length > 0 ? { words } : { problem: "is empty" };
}

const needsShell = (one: string) => `has ${one}, which needs a shell, and there is none: write it as a list of words`;

/** The words as people read them; splitWords reads them back. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
