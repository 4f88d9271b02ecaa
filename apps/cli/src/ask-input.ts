import { hostname } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { DecisionKind, DecisionRequestInput, Risk } from "@beckon/contracts/decisions";
import { buildOptions } from "./ask-options.ts";
import { parseDuration } from "./duration.ts";
import { workingDirectory } from "./environment.ts";
import { CliError } from "./errors.ts";

const KINDS: DecisionKind[] = ["permission", "choice", "question", "plan", "review", "budget"];
const RISKS: Risk[] = ["low", "medium", "high", "critical"];
const hint = "try beckon ask --help";

export const askFlags = {
  option: { type: "string", multiple: true },
  label: { type: "string", multiple: true },
  tone: { type: "string", multiple: true },
  kind: { type: "string" },
  body: { type: "string" },
  risk: { type: "string" },
  timeout: { type: "string" },
  default: { type: "string" },
  command: { type: "string" },
  tool: { type: "string" },
  cwd: { type: "string" },
  file: { type: "string", multiple: true },
  "allow-text": { type: "boolean" },
  "allow-edit": { type: "boolean" },
  agent: { type: "string" },
  task: { type: "string" },
  "no-wait": { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Flags = ReturnType<typeof parseAsk>["values"];
export type Ask = { input: DecisionRequestInput; json: boolean; wait: boolean; allowEdit: boolean };

/** Reads the command line of `ask`; everything that can be known to be wrong here is said here. */
export function readAsk(args: string[], env: Record<string, string | undefined> = process.env): Ask {
  const { values: flags, positionals } = parseAsk(args);
  if (positionals.length === 0 || positionals[0]!.trim() === "")
    throw new CliError("what shall be asked?", { hint: 'beckon ask "Deploy?"' });
  if (positionals.length > 1) throw new CliError(`"${positionals[1]}" stands alone`, { hint: "put the question in quotes" });
  const options = buildOptions(flags);
  const kind = oneOf({ flag: "--kind", value: flags.kind, known: KINDS }) ?? defaultKind(flags);
  const known = options?.map(({ id }) => id) ?? (kind === "question" || kind === "choice" ? [] : ["approve", "deny"]);
  if (kind === "choice" && known.length === 0) throw new CliError("a choice needs --option", { hint });
  if (flags.default !== undefined && !known.includes(flags.default)) {
    throw new CliError(`--default "${flags.default}" is none of the options`, {
      hint: known.length > 0 ? `it can be ${known.join(" or ")}` : hint,
    });
  }
  if (flags.default !== undefined && flags.timeout === undefined)
    throw new CliError("--default needs --timeout", { hint: "such as --timeout 30m" });
  const input: DecisionRequestInput = {
    kind,
    title: positionals[0]!,
    body: flags.body,
    options,
    allowText: flags["allow-text"],
    action: readAction(flags, env),
    risk: oneOf({ flag: "--risk", value: flags.risk, known: RISKS }),
    agent: { name: flags.agent || env.BECKON_AGENT || defaultAgent(env), host: hostname() },
    taskId: flags.task,
    expiresInSeconds: flags.timeout === undefined ? undefined : parseDuration(flags.timeout, "--timeout"),
    onExpiry: flags.default,
  };
  return { input, json: flags.json ?? false, wait: !flags["no-wait"], allowEdit: flags["allow-edit"] ?? false };
}

const parseAsk = (args: string[]) => parseArgs({ args, options: askFlags, allowPositionals: true });

/** Options make a choice, a free text alone a question, and all else asks for permission. */
function defaultKind(flags: Flags): DecisionKind {
  if (flags.command !== undefined || flags.tool !== undefined) return "permission";
  if (flags.option) return "choice";
  return flags["allow-text"] ? "question" : "permission";
}

function readAction(flags: Flags, env: Record<string, string | undefined>): DecisionRequestInput["action"] {
  const { command, tool, cwd, file } = flags;
  if (command === undefined && tool === undefined && file === undefined) {
    if (cwd !== undefined) throw new CliError("--cwd says where; what runs there?", { hint: "add --command or --tool" });
    return undefined;
  }
  return { tool: tool ?? (command === undefined ? "files" : "shell"), command, cwd: cwd ?? workingDirectory(env), files: file };
}

/** The machine and the folder tell several agents of one person apart. */
function defaultAgent(env: Record<string, string | undefined>): string {
  const folder = basename(workingDirectory(env));
  return (folder ? `${hostname()}/${folder}` : hostname()).slice(0, 120).toWellFormed();
}

function oneOf<T extends string>(choice: { flag: string; value: string | undefined; known: readonly T[] }): T | undefined {
  const { flag, value, known } = choice;
  const found = known.find((candidate) => candidate === value);
  if (value !== undefined && !found) throw new CliError(`${flag} "${value}" is none of ${known.join(", ")}`, { hint });
  return found;
}
