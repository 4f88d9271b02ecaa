/*
 * Commands as words, for rules that compare more than a whole line. Hostile text: whatever a shell of
 * any kind could read as more than words has no words here, and no rule but the exact one meets it.
 */

/** Characters that stand for themselves in every shell: none expands, joins, quotes, redirects or comments. */
const plainChar = /[A-Za-z0-9_./:=@+,-]/;
const quotedChar = /[A-Za-z0-9_./:=@+, -]/;

/**
 * The words of a command line, or nothing where it is more than one program with plain arguments: operators,
 * substitutions, redirections, globs, escapes, variables, line ends, and all that is not printable ASCII. Quotes
 * may stand around a whole word of plain characters and blanks, and around nothing else.
 */
export function plainWords(command: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < command.length) {
    if (command[at] === " ") {
      at += 1;
      continue;
    }
    const read = readWord(command, at);
    if (!read) return undefined;
    words.push(read.word);
    at = read.end;
  }
  return words.length > 0 ? words : undefined;
}

function readWord(command: string, from: number): { word: string; end: number } | undefined {
  const quote = command[from] === "'" || command[from] === '"' ? command[from] : undefined;
  const allowed = quote === undefined ? plainChar : quotedChar;
  let end = quote === undefined ? from : from + 1;
  const start = end;
  while (end < command.length && allowed.test(command[end] as string)) end += 1;
  const word = command.slice(start, end);
  if (quote !== undefined) {
    if (command[end] !== quote) return undefined;
    end += 1;
  }
  const isWhole = end === command.length || command[end] === " ";
  return isWhole ? { word, end } : undefined;
}

/** Programs that run the rest of their line, or text, as a program of its own. */
const runners = new Set(
  "sh bash zsh dash ksh ash fish csh tcsh pwsh powershell cmd sudo doas su env xargs timeout nice ionice stdbuf nohup time command builtin eval exec source . setsid watch strace script parallel busybox ssh npx bunx pnpx uvx pipx start-process caffeinate chroot unshare nsenter systemd-run at batch osascript".split(
    " ",
  ),
);
/** Programs that run code from an argument; with a file, or a module, named it is that one. */
const interpreters = /^(?:python|node|nodejs|perl|ruby|php|deno|bun|lua|awk|gawk|sed|find|git|make|tsx|docker|podman|kubectl)[\d.]*$/;
const subcommand = /^(?:git|make|docker|podman|kubectl)$/;

const programOf = (word: string): string =>
  word
    .slice(word.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/\.exe$/, "");

/** Why these first words say too little of what would run, in words; nothing where they will do. */
export function prefixFlaw(words: readonly string[]): string | undefined {
  const [first = "", second = "", third = ""] = words;
  if (words.some((word) => plainWords(word)?.[0] !== word)) return "Only plain words: letters, digits and _ . / : = @ + , -";
  if (first.includes("=")) return "Begin with the program";
  const program = programOf(first);
  if (runners.has(program)) return `“${first}” can run anything: name the whole command instead`;
  if (!interpreters.test(program)) return undefined;
  if (second === "-m" && third !== "" && !third.startsWith("-")) return undefined;
  if (second === "" || second.startsWith("-"))
    return subcommand.test(program)
      ? `“${first}” alone says too little: add what it is to do`
      : `“${first}” can run anything: add the file that it is to run`;
  return undefined;
}

/** Whether a command begins with these words. */
export function beginsWith(command: string, prefix: readonly string[]): boolean {
  if (prefixFlaw(prefix) !== undefined) return false;
  const words = plainWords(command);
  return words !== undefined && prefix.every((word, index) => words[index] === word);
}

/** Whether two command lines are the same: letter by letter, or by their words where both are plain. */
export function sameCommand(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [plainWords(one), plainWords(other)];
  return a !== undefined && b !== undefined && a.length === b.length && a.every((word, index) => word === b[index]);
}

/** The arguments of a tool that is no shell, as hooks show them: the text of a JSON object. */
export function isCallArguments(command: string): boolean {
  if (!command.startsWith("{")) return false;
  try {
    const value: unknown = JSON.parse(command);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
