import { parseArgs } from "node:util";
import { commands, findCommand } from "../commands.ts";
import type { Command } from "../commands.ts";
import { CliError, exitCode } from "../errors.ts";
import { printJson } from "../output.ts";

const help = `beckon: your agents ask, your phone answers.

${Object.entries(commands)
  .map(([name, { summary }]) => `  beckon ${name.padEnd(14)}${summary}`)
  .join("\n")}
  beckon --version

Every command takes --json and --help.

  BECKON_URL        where the server answers (default http://localhost:8787)
  BECKON_TOKEN      the agent's token, from: beckon token create --name my-agent
  BECKON_AGENT      the agent's name
  BECKON_DATA_DIR   the server's data folder, for pair, token, devices and demo (default ./data)
  BECKON_CONFIG_DIR where connect keeps what it wrote (default ~/.config/beckon)
  BECKON_SPOOL_DIR  where questions wait while the server is away (default ~/.local/state/beckon/spool)

  beckon ask "Deploy?" --option yes --option no --timeout 30m --default no
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: "boolean" } }, allowPositionals: true });
  const [name] = positionals;
  const entry = name === undefined ? undefined : findCommand(name);
  if (name !== undefined && !entry) throw new CliError(`there is no command "${name.slice(0, 80)}"`, { hint: "try beckon help" });
  const text = entry ? (await entry.load()).command.help : help;
  if (!values.json) process.stdout.write(text);
  else if (name !== undefined) printJson({ name, summary: entry?.summary, help: text });
  else printJson({ commands: Object.entries(commands).map(([command, { summary }]) => ({ name: command, summary })) });
  return exitCode.ok;
}
