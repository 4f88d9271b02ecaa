import { readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { HostProfile, HostTeam } from "@beckon/contracts/hosts";
import { parseDocument } from "yaml";
import { CliError } from "../errors.ts";
import { fieldsOf } from "./config-fields.ts";
import type { Fields } from "./config-fields.ts";
import { realFolder } from "./folder.ts";
import { teamsOf } from "./config-teams.ts";
import { joinWords, splitWords } from "./words.ts";

/** What may be started, as the configuration says it. */
export type RunProfile = {
  name: string;
  role?: string;
  vendor?: string;
  words: string[];
  /** Absolute, as written; made real at each start. */
  folder: string;
  env: Record<string, string>;
  envFile?: string;
  most: number;
  /** More than that, and it is ended. */
  memoryBytes?: number;
  /** So much of its output is kept. */
  outputBytes: number;
  worktree: boolean;
};
export type HostConfig = { name: string; folder: string; roots: string[]; profiles: RunProfile[]; teams: HostTeam[] };

const outputBytes = 4 * 1_048_576;
/** Becomes a folder and a branch, and stands on screens: letters, digits and a few marks between them. */
export const nameForm = /^[\p{L}\p{N}][\p{L}\p{N} ._@#()-]{0,118}$/u;

/**
 * Reads the `host` and `teams` parts of a configuration file.
 *
 * @throws CliError with one line that says where and why.
 */
export function readConfig(path: string): HostConfig {
  const folder = dirname(path);
  const all = fieldsOf(parse(path), path);
  const host = all.part("host", ["name", "roots", "profiles"]);
  const name = host.text("name", 120) ?? (hostname().slice(0, 120) || "unknown");
  const roots = [folder, ...(host.texts("roots") ?? []).map((root) => absolute(folder, root))];
  const profiles = host.list("profiles").map((fields) => profileOf(fields, folder, roots));
  if (profiles.length === 0) throw host.problem("profiles", "is empty: there is nothing to start");
  if (profiles.length > 50) throw host.problem("profiles", "has more than 50");
  for (const [index, { name: one }] of profiles.entries()) {
    if (profiles.findIndex((other) => other.name === one) !== index) throw host.problem("profiles", `has two of the name "${one}"`);
  }
  return { name, folder, roots, profiles, teams: teamsOf(all, profiles) };
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const message = missing ? `${path} is not there` : `${path} cannot be read: ${(error as Error).message}`;
    throw new CliError(message, { hint: "try beckon host --help" });
  }
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) throw new CliError(`${path}: ${error.message.split("\n")[0]?.replace(/:$/, "")}`);
  return document.toJS({ maxAliasCount: 100 });
}

function profileOf(fields: Fields, folder: string, roots: string[]): RunProfile {
  fields.only(["name", "role", "vendor", "command", "folder", "env", "envFile", "limits", "worktree"]);
  const name = fields.text("name", 60);
  if (name === undefined) throw fields.problem("name", "is missing");
  if (!nameForm.test(name)) throw fields.problem("name", `"${name}" may have letters, digits, blanks and . _ @ # ( ) - only`);
  const limits = fields.part("limits", ["most", "memory", "output"]);
  const place = absolute(folder, fields.text("folder", 1_000) ?? ".");
  try {
    realFolder(place, roots);
  } catch (error) {
    throw fields.problem("folder", (error as Error).message);
  }
  const envFile = fields.text("envFile", 1_000);
  return {
    name,
    role: fields.text("role", 60),
    vendor: fields.text("vendor", 60),
    words: wordsOf(fields),
    folder: place,
    env: fields.environment("env"),
    ...(envFile === undefined ? {} : { envFile: absolute(folder, envFile) }),
    most: limits.whole("most", 1, 200) ?? 1,
    memoryBytes: limits.bytes("memory"),
    outputBytes: limits.bytes("output") ?? outputBytes,
    worktree: fields.flag("worktree") ?? false,
  };
}

function wordsOf(fields: Fields): string[] {
  const given = fields.any("command");
  const split = typeof given === "string" ? splitWords(given) : { words: fields.texts("command") ?? [] };
  if ("problem" in split) throw fields.problem("command", split.problem);
  const [program] = split.words;
  if (program === undefined || program === "") throw fields.problem("command", "is missing");
  if (program.startsWith("-")) throw fields.problem("command", `begins with "${program}", which is no program`);
  if (split.words.some((word) => word.includes("\0"))) throw fields.problem("command", "has a NUL");
  return split.words;
}

const absolute = (folder: string, path: string): string => {
  const home = path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
  return isAbsolute(home) ? resolve(home) : resolve(folder, home);
};

/** A profile as the server is told of it: nothing of its environment. */
export const toldProfile = (profile: RunProfile): HostProfile => ({
  name: profile.name,
  ...(profile.role === undefined ? {} : { role: profile.role }),
  ...(profile.vendor === undefined ? {} : { vendor: profile.vendor }),
  command: joinWords(profile.words).toWellFormed().slice(0, 500).toWellFormed(),
  folder: profile.folder.slice(0, 1_000),
  worktree: profile.worktree,
  most: profile.most,
});
