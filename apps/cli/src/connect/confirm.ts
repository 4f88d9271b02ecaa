import { createInterface } from "node:readline/promises";
import { CliError } from "../errors.ts";

/** Asks on the terminal; only a clear yes counts. Where there is no terminal, `--yes` says it. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new CliError("this needs a yes, and there is no terminal to ask on", { hint: "add --yes, or look first with --dry-run" });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
