import type { Action } from "@beckon/contracts/decisions";

export type Patch = {
  /** Every file that is written, from `files` and from the difference itself. */
  paths: string[];
  added: string;
  deletedFiles: number;
  /** The command is no shell text but a patch in itself (`apply_patch`). */
  isCommand: boolean;
  writes: boolean;
};

const readers =
  /^(?:read|view|cat|open|grep|glob|ls|list|search|find|get|fetch|web_?fetch|web_?search|notebook_?read|todo\w*|task\w*|ask\w*)/i;

/** What an edit changes, in either of the two ways in which agents write differences. */
export function readPatch({ tool, command = "", diff = "", files = [] }: Action): Patch {
  const isCommand = command.trimStart().startsWith("*** Begin Patch");
  const lines = (isCommand ? `${command}\n${diff}` : diff).split("\n");
  const named = lines.flatMap(
    (line) => /^(?:\+\+\+ (?:b\/)?|--- a\/|\*\*\* (?:Add|Update|Delete) File: |\*\*\* Move to: )([^\t\r]+)/.exec(line)?.[1] ?? [],
  );
  const isDeletion = (line: string) => line.startsWith("deleted file mode") || line.startsWith("*** Delete File: ");
  const hasGitHeader = lines.some((line) => line.startsWith("deleted file mode"));
  return {
    paths: [...new Set([...files, ...named])].filter((path) => path !== "/dev/null").slice(0, 2_000),
    added: lines.filter((line) => line.startsWith("+") && !line.startsWith("+++ ")).join("\n"),
    deletedFiles: lines.filter((line) => isDeletion(line) || (!hasGitHeader && line.startsWith("+++ /dev/null"))).length,
    isCommand,
    writes: isCommand || diff !== "" || !readers.test(tool.split(/__|[./:]/).at(-1) ?? tool),
  };
}
