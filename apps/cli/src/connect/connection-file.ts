import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Gate } from "@beckon/agent-setup/connection";
import type { FileFormat, Written } from "@beckon/agent-setup/types";
import { CliError } from "../errors.ts";
import { configFolder } from "./config-folder.ts";

/** One settings file as it was, and what was written into it. */
export type KnownFile = {
  /** As the agent names it, and the file that a link there leads to. */
  path: string;
  target: string;
  format: FileFormat;
  /** False where connecting made the file. */
  existed: boolean;
  mode: number;
  /** Its bytes before, in base64. */
  original: string;
  /** SHA-256 of what was written. */
  after: string;
  written: Written;
  /** Folders that were made for it, outermost first. */
  folders: string[];
};

/** What is remembered of a connected agent: its token for the hooks, and how to undo. */
export type Known = {
  version: 1;
  agent: string;
  url: string;
  host: string;
  token: string;
  /** Absent where the token was given, and not made by connecting. */
  tokenId?: string;
  gate?: Gate;
  at: string;
  files: KnownFile[];
};

type Env = Record<string, string | undefined>;
const pathOf = (agent: string, env: Env) => join(configFolder(env), "connections", `${agent}.json`);

/** What is remembered of the agent, or undefined. */
export async function readKnown(agent: string, env: Env = process.env): Promise<Known | undefined> {
  const path = pathOf(agent, env);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const known = JSON.parse(text) as Known;
    if (known.version === 1 && Array.isArray(known.files)) return known;
  } catch {
    // Said below: what is broken and what is of another version both need a person.
  }
  throw new CliError(`${path} cannot be read`, { hint: "move it away; then the settings are looked at as they are" });
}

/** Readable by its owner alone, and never half written. */
export async function writeKnown(known: Known, env: Env = process.env): Promise<void> {
  const path = pathOf(known.agent, env);
  await mkdir(join(configFolder(env), "connections"), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, `${JSON.stringify(known, null, 1)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function forgetKnown(agent: string, env: Env = process.env): Promise<void> {
  await rm(pathOf(agent, env), { force: true });
}
