import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Command } from "../commands.ts";
import { CliError } from "../errors.ts";
import { printJson } from "../output.ts";

const help = `beckon restore [file]: put a dump in the place of the embedded database, while the server is stopped.

Without a file the newest dump of the data folder (BECKON_DATA_DIR, default ./data) is taken. What was
there before is kept beside it. A Postgres server is restored with its own tools.

  beckon restore
  beckon restore data/dumps/beckon-2026-11-21T03-00-00Z-daily.tar.gz
`;

export const command: Command = { help, run };

/** The server's own code does it, in a process of its own: the command line knows no database. */
async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: "boolean" } }, allowPositionals: true });
  if (positionals.length > 1) throw new CliError("one file at a time", { hint: "try beckon restore --help" });
  const script = fileURLToPath(new URL("../../../bff/src/restore.ts", import.meta.url));
  const child = spawn(process.execPath, [script, ...positionals], { stdio: ["ignore", values.json ? "pipe" : "inherit", "inherit"] });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => void (output += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? 1)));
  if (values.json) printJson({ restored: code === 0, message: output.trim() });
  return code;
}
