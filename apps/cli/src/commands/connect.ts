import { pasteBlock, placeName } from "@beckon/agent-setup/paste-block";
import type { AgentSetup } from "@beckon/agent-setup/setup";
import type { Command } from "../commands.ts";
import { connectAgent } from "../connect/connect-agent.ts";
import { readKnown } from "../connect/connection-file.ts";
import { connectionOf, machineName } from "../connect/connection-of.ts";
import { disconnectAgent } from "../connect/disconnect-agent.ts";
import { listAgents } from "../connect/list-agents.ts";
import { readOptions } from "../connect/options.ts";
import type { ConnectOptions } from "../connect/options.ts";
import { serverUrl } from "../environment.ts";
import { exitCode } from "../errors.ts";
import { print, printJson } from "../output.ts";

const help = `beckon connect [--json]
beckon connect AGENT [options]
beckon connect AGENT --remove [options]

Without an agent: lists the agents found on this machine, and whether they are connected.
With one of claude-code, codex, gemini, opencode, copilot, cursor, aider: shows the difference in the
agent's own settings, asks, makes a token for it, writes, and waits for its first sign. Comments, order
and entries of others stay. --remove takes everything out again, to the byte where nothing else was
changed since, and revokes the token.

  --yes, -y        do not ask
  --dry-run        only show the difference
  --print          only print the blocks, to paste them by hand
  --replace        replace values of yours that stand in the way (left and told otherwise)
  --use-token      the agent gets BECKON_TOKEN as its own; none is made
  --gate WHICH     claude-code: how calls that auto mode lets pass come to you. ask: rules for a list of
                   commands (default), risky: a hook that judges every call's risk, none
  --wait TIME      how long to wait for the first sign (default 2m), --no-wait: not at all
  --json

A broken settings file is refused with line and column, and left as it is. Runs on the server's
machine; elsewhere with BECKON_URL, and a BECKON_TOKEN of scope admin, or one that is the agent's own.

  beckon connect claude-code
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const options = readOptions(args);
  const { setup } = options;
  if (!setup) return listAgents(options.json);
  if (options.action === "remove") return disconnectAgent(setup, options);
  if (options.action === "print") return printBlocks(setup, options);
  return connectAgent(setup, options);
}

async function printBlocks(setup: AgentSetup, options: ConnectOptions): Promise<number> {
  const url = serverUrl().replace(/\/+$/, "");
  const known = await readKnown(setup.id);
  const token = (known?.url === url ? known.token : undefined) ?? process.env.BECKON_TOKEN?.trim() ?? "<your token>";
  const connection = connectionOf({ url, token, host: machineName(), gate: options.gate ?? "ask" });
  const blocks = setup.files(connection).map((file) => ({ file: placeName(file.place), text: pasteBlock(file) }));
  const shell = setup.shell?.(connection);
  if (options.json) printJson({ agent: setup.id, blocks, shell });
  else for (const text of [...blocks.map((block) => `# ${block.file}\n${block.text}\n`), ...(shell ? [shell] : [])]) print(text);
  return exitCode.ok;
}
