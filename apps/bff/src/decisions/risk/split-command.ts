/**
 * Shell text cut into its simple commands, as a POSIX shell would read it. It runs nothing,
 * never throws, and takes time linear in the text. Only what decides about risk is kept:
 * words without their quotes, pipes, redirections, substitutions and here-documents.
 */
export type Redirect = { operator: string; target: string };

export type SimpleCommand = {
  words: string[];
  redirects: Redirect[];
  /** Text that is fed to it: here-documents and here-strings. */
  input: string;
  /** The command that is piped into this one. */
  from?: SimpleCommand;
  /** Commands in `$( )`, backticks and `<( )` among its words. */
  substitutions: SimpleCommand[];
};

type Frame = {
  closedBy: string;
  substitution: boolean;
  quoted: boolean;
  word?: string;
  operator?: string;
  command: SimpleCommand;
  finished: SimpleCommand[];
};

type Heredoc = { delimiter: string; indented: boolean; expands: boolean; command: SimpleCommand };

const emptyCommand = (): SimpleCommand => ({ words: [], redirects: [], input: "", substitutions: [] });
const openFrame = (closedBy: string, substitution: boolean): Frame => ({
  closedBy,
  substitution,
  quoted: false,
  command: emptyCommand(),
  finished: [],
});

/** What stands in a word for text that only the shell will know. */
export const substituted = "$(…)";

const ansiEscapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", e: "\x1b", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** `$'\x72\x6d'` spells `rm`: decoded, so that no rule is walked around by spelling. */
function decodeAnsi(text: string): string {
  return text.replace(/\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|([0-7]{1,3})|(.))/gis, (_, hex, unicode, octal, other) => {
    if (hex ?? unicode) return String.fromCharCode(Number.parseInt(hex ?? unicode, 16));
    return octal ? String.fromCharCode(Number.parseInt(octal, 8)) : (ansiEscapes[other] ?? other);
  });
}

/** `complete` is false when a quote or a bracket stays open: the shell would refuse such text. */
export function splitCommand(text: string, { heredocLevel = 0 } = {}): { commands: SimpleCommand[]; complete: boolean } {
  const asHeredoc = heredocLevel > 0;
  const commands: SimpleCommand[] = [];
  const frames: Frame[] = [{ ...openFrame("", false), quoted: asHeredoc }];
  const heredocs: Heredoc[] = [];
  const lastApostrophe = text.lastIndexOf("'");
  let frame = frames[0] as Frame;
  let at = 0;
  let complete = true;

  const append = (piece: string) => {
    frame.word = (frame.word ?? "") + piece;
  };
  const endWord = () => {
    const { word, operator, command } = frame;
    if (word === undefined) return;
    frame.word = undefined;
    frame.operator = undefined;
    if (operator === undefined) command.words.push(word);
    else if (operator === "<<<") command.input += word;
    else if (!operator.startsWith("<<")) command.redirects.push({ operator, target: word });
    else {
      // The delimiter's quotes are gone by now; the text before it still shows them.
      const expands = !/["'\\]/.test(text.slice(Math.max(0, at - word.length - 2), at));
      heredocs.push({ delimiter: word, indented: operator === "<<-", expands, command });
    }
  };
  const endCommand = (pipe = false) => {
    endWord();
    frame.operator = undefined;
    const { command } = frame;
    const isEmpty = command.words.length + command.redirects.length + command.substitutions.length === 0 && command.input === "";
    if (!isEmpty) {
      commands.push(command);
      frame.finished.push(command);
      frame.command = emptyCommand();
    }
    const source = pipe ? frame.finished.at(-1) : undefined;
    if (source) frame.command.from = source;
  };
  const open = (closedBy: string, substitution: boolean) => {
    frame = openFrame(closedBy, substitution);
    frames.push(frame);
  };
  const close = () => {
    endCommand();
    const closed = frame;
    frames.pop();
    frame = frames.at(-1) as Frame;
    if (closed.substitution) {
      frame.command.substitutions.push(...closed.finished);
      append(substituted);
    } else {
      const last = closed.finished.at(-1);
      if (last) frame.finished.push(last);
    }
  };
  const backtick = () => {
    if (frame.closedBy === "`") close();
    else open("`", true);
  };
  const closeBracket = () => {
    if (frame.closedBy === ")") close();
    else endCommand();
  };
  const readHeredocs = () => {
    for (const { delimiter, indented, expands, command } of heredocs.splice(0)) {
      const start = at;
      let end = text.length;
      while (at < text.length) {
        const lineEnd = text.indexOf("\n", at);
        const line = text.slice(at, lineEnd === -1 ? text.length : lineEnd);
        const isLast = (indented ? line.replace(/^\t+/, "") : line) === delimiter;
        if (isLast) end = at;
        at = lineEnd === -1 ? text.length : lineEnd + 1;
        if (isLast) break;
      }
      const body = text.slice(start, Math.max(start, end));
      command.input += body;
      // Each level reads its text once more; more than a few levels nobody writes in good faith.
      if (expands && heredocLevel < 3 && /\$\(|`/.test(body)) {
        commands.push(...splitCommand(body, { heredocLevel: heredocLevel + 1 }).commands);
      }
    }
  };
  const readQuotedPiece = (character: string, next: string | undefined) => {
    if (character === '"' && !(asHeredoc && frames.length === 1)) frame.quoted = false;
    else if (character === "\\" && next !== undefined) {
      if (next !== "\n") append('$`"\\'.includes(next) ? next : character + next);
      at += 1;
    } else if (character === "$" && next === "(") {
      at += 1;
      open(")", true);
    } else if (character === "`") backtick();
    else append(character);
  };
  /** An odd number of backslashes stands before it. */
  const isEscaped = (index: number, start: number) => /(?<!\\)\\(\\\\){0,8}$/.test(text.slice(Math.max(start, index - 18), index));
  const readApostrophes = (start: number, isAnsi: boolean) => {
    let end = text.indexOf("'", start);
    if (isAnsi) while (end !== -1 && isEscaped(end, start)) end = text.indexOf("'", end + 1);
    if (end === -1) {
      complete = false;
      return;
    }
    append(isAnsi ? decodeAnsi(text.slice(start, end)) : text.slice(start, end));
    at = end + 1;
  };
  const readRedirect = (character: string) => {
    if (frame.word !== undefined && /^(\d+|&)$/.test(frame.word)) frame.word = undefined;
    endWord();
    const operator = /[<>]{1,3}[-|]?/y;
    operator.lastIndex = at - 1;
    frame.operator = operator.exec(text)?.[0] ?? character;
    at += frame.operator.length - 1;
    if (text[at] === "(") {
      frame.operator = undefined;
      at += 1;
      open(")", true);
    } else if (text[at] === "&") {
      at += 1;
      const descriptor = /[\d-]+/y;
      descriptor.lastIndex = at;
      const match = descriptor.exec(text);
      if (match) {
        at += match[0].length;
        frame.operator = undefined;
      }
    }
  };
  const ordinary = /[^\s"'\\$`|&;<>()#]+/y;
  const ordinaryQuoted = /[^"\\$`]+/y;

  while (at < text.length) {
    const run = frame.quoted ? ordinaryQuoted : ordinary;
    run.lastIndex = at;
    const match = run.exec(text);
    if (match) {
      append(match[0]);
      at += match[0].length;
      continue;
    }
    const character = text[at] as string;
    const next = text[at + 1];
    at += 1;
    if (frame.quoted) readQuotedPiece(character, next);
    else if (character === "\n") {
      endCommand();
      readHeredocs();
    } else if (/\s/.test(character)) endWord();
    else if (character === '"') {
      frame.quoted = true;
      append("");
    } else if (character === "'") {
      if (at - 1 === lastApostrophe) complete = false;
      else readApostrophes(at, false);
    } else if (character === "\\") {
      if (next !== "\n" && next !== undefined) append(next);
      at += 1;
    } else if (character === "$") {
      const fieldSeparator = /\{IFS[^}]{0,8}\}|IFS\b/y;
      fieldSeparator.lastIndex = at;
      const separator = fieldSeparator.exec(text);
      if (next === "(") {
        at += 1;
        open(")", true);
      } else if (next === "'") {
        at += 1;
        readApostrophes(at, true);
      } else if (separator) {
        at += separator[0].length;
        endWord();
      } else if (next !== '"') append(character);
    } else if (character === "`") backtick();
    else if (character === "#") {
      if (frame.word !== undefined) append(character);
      else {
        const lineEnd = text.indexOf("\n", at);
        at = lineEnd === -1 ? text.length : lineEnd;
      }
    } else if (character === "(") {
      endCommand();
      const { from } = frame.command;
      frame.command = emptyCommand();
      open(")", false);
      if (from) frame.command.from = from;
    } else if (character === ")") closeBracket();
    else if (character === "<" || character === ">") readRedirect(character);
    else if (character === "&" && next === ">") {
      endWord();
      append("&");
    } else {
      const isPipe = character === "|" && next !== "|";
      endCommand(isPipe);
      if (next === character || (isPipe && next === "&")) at += 1;
    }
  }
  complete = complete && frames.length === 1 && frame.quoted === asHeredoc;
  while (frames.length > 1) close();
  if (!asHeredoc) endCommand();
  return { commands, complete };
}
