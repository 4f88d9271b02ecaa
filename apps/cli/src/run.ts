import { parseArgs } from "node:util";
import { findCommand } from "./commands.ts";
import { CliError, exitCode } from "./errors.ts";
import { say } from "./output.ts";

/** Runs one command line and resolves to its exit code; says on stderr what went wrong. */
export async function run(args: string[]): Promise<number> {
  const [first, ...rest] = args;
  const name = first === undefined || first === "-h" || first === "--help" ? "help" : first;
  try {
    if (first === "--version" || first === "-V") return await version(rest);
    const entry = findCommand(name);
    if (!entry) {
      const what = name.startsWith("-") ? "option" : "command";
      throw new CliError(`there is no ${what} "${name.slice(0, 80)}"`, { hint: "try beckon help" });
    }
    const { command } = await entry.load();
    if (asksForHelp(rest)) {
      process.stdout.write(command.help);
      return exitCode.ok;
    }
    return await command.run(rest);
  } catch (error) {
    const { explain } = await import("./explain.ts");
    const { message, hint, code } = explain(error, findCommand(name) ? name : undefined);
    say(`beckon: ${message}${hint ? ` – ${hint}` : ""}`);
    return code;
  }
}

async function version(rest: string[]): Promise<number> {
  const { values } = parseArgs({ args: rest, options: { json: { type: "boolean" } } });
  const { readFile } = await import("node:fs/promises");
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  process.stdout.write(values.json ? `${JSON.stringify({ version: manifest.version })}\n` : `${manifest.version}\n`);
  return exitCode.ok;
}

/** `--help` anywhere before `--`, whatever else stands on the line. */
function asksForHelp(args: string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === "--help" || arg === "-h");
}
