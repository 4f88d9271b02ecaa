import type { Action } from "@beckon/contracts/decisions";
import { clip } from "./clean.ts";
import { changesOf } from "./hook-changes.ts";
import { diffOf } from "./hook-diff.ts";
import { mannerOf, shellFolder } from "./hook-manner.ts";
import { lastPart, told, type Json } from "./hook-values.ts";

/** A tool, what it is called with, and where. */
export type ToolCall = { tool: string; input: Json; cwd?: string | undefined };

/** `flaw` says in words why the card does not show exactly what would run; `unsandboxed`, that nothing would confine it. */
export type Shown = { title: string; action: Action; flaw?: string; unsandboxed?: true };

const shells = /^(bash|shell|powershell|exec_command|local_shell|run_shell_command)$/i;
const edits = /^(edit|multiedit|notebookedit|replace|str_replace|str_replace_editor|apply_diff|update)$/i;
const writes = /^(write|write_file|create|create_file)$/i;
const longestCommand = 20_000;

export const isShell = (tool: string) => shells.test(tool);

/** What a call would do, as a card shows it: in words, and exactly. */
export const showCall = (call: ToolCall): Shown => {
  const { tool, input } = call;
  if (typeof input.command === "string" && (shells.test(tool) || tool === "apply_patch")) return showCommand(call, input.command);
  const place = lastPart(call.cwd);
  const inPlace = place ? ` in ${place}` : "";
  const path = [input.file_path, input.filePath, input.filepath, input.notebook_path, input.path].find((each) => typeof each === "string");
  const file = clip(lastPart(path as string | undefined), 120);
  const [, server, mcpTool] = /^mcp__(.+?)__(.+)$/.exec(tool) ?? [];
  const changes = changesOf(input);
  if (changes && path !== undefined) {
    const title = `${writes.test(tool) ? "Write" : "Edit"} ${file ?? "a file"}?`;
    return finish(call, title, { ...diffOf(path as string, changes), files: [path as string] });
  }
  const rest = Object.keys(input).length > 0 ? JSON.stringify(input, null, 2) : undefined;
  const title =
    server !== undefined
      ? `Use ${mcpTool} of ${server}${inPlace}?`
      : edits.test(tool) || writes.test(tool)
        ? `Edit ${file ?? "a file"}?`
        : `Use ${tool}${file ? ` on ${file}` : ""}${inPlace}?`;
  return finish(call, title, {
    ...(rest === undefined ? {} : { command: rest }),
    ...(path === undefined ? {} : { files: [path as string] }),
  });
};

/** The same words in another manner are another action: its name says so, which is in its hash and what rules look at. */
const showCommand = ({ tool, input, cwd }: ToolCall, command: string): Shown => {
  const { words, unsandboxed } = mannerOf(input);
  const folder = shellFolder(input, cwd);
  const place = lastPart(folder);
  const what = `${tool === "apply_patch" ? "Change files" : "Run a command"}${place ? ` in ${place}` : ""}`;
  const name = words.length === 0 ? tool : `${clip(tool, 100) ?? "unnamed tool"} (${words.join(", ")})`;
  const shown = finish({ tool: name, input, cwd: folder }, `${[what, ...words].join(", ")}?`, { command });
  return unsandboxed ? { ...shown, unsandboxed } : shown;
};

type Parts = { command?: string; diff?: string; files?: string[]; cut?: boolean };

const finish = (call: ToolCall, title: string, { command, diff, files, cut }: Parts): Shown => {
  const shown = { command: clip(command, longestCommand), diff: clip(diff, 150_000) };
  const action = told({
    tool: clip(call.tool, 200) ?? "unnamed tool",
    ...shown,
    files: files?.flatMap((file) => clip(file, 1_000) ?? []),
    cwd: clip(call.cwd, 1_000),
  }) as Action;
  const altered = (command ?? "") !== (shown.command ?? "") || (diff ?? "") !== (shown.diff ?? "");
  const flaw =
    (command?.length ?? 0) > longestCommand
      ? `The command is ${command?.length} characters long; only the first ${longestCommand} are shown.`
      : cut
        ? "The change is too long to be shown whole."
        : altered
          ? "It holds characters that cannot be shown."
          : undefined;
  return { title: clip(title, 300) ?? "Use a tool?", action, ...(flaw ? { flaw } : {}) };
};
