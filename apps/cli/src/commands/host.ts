import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "../commands.ts";
import { workingDirectory } from "../environment.ts";
import { CliError, exitCode } from "../errors.ts";
import { lineOf } from "../host/events.ts";
import type { HostEvent } from "../host/events.ts";
import { runHost } from "../host/run-host.ts";
import { onInterrupt } from "../interrupt.ts";
import { printJson, say } from "../output.ts";

const help = `beckon host [--config FILE] [--once] [--json]
beckon host install [--config FILE] [--dry-run] [--json] · beckon host install --remove [--json]

The runner of this machine: starts, watches, pauses and stops agents' processes when somebody asks for it in
the app, and tells what runs. It starts what the configuration lists as profiles, nothing else, and without
a shell. Connections go outward only.

  --config FILE  the configuration (default: beckon.config.yaml)
  --once         tells once what runs, does what was asked meanwhile, and ends
  --json         each event as a line of JSON on stdout

install makes it a service of this user, of systemd or launchd: shows what it writes, writes it, and has it
started now and after each login, with the address, the token and the PATH of this shell. The token stands in
a file that only this user can read. --remove takes away what was installed; the processes go on.

Processes go on without it: ended by Ctrl-C or killed, the next beckon host finds them again. What it must
know for that is kept in .beckon beside the configuration, or in BECKON_STATE_DIR. Where the server is away
they go on too, and it tells when the server is back. Needs a BECKON_TOKEN of scope host.

  host:
    profiles:
      - name: developer
        command: claude -p "Take the next task"
        folder: ./shop
        worktree: true
        limits: { most: 4, memory: 4GB }
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  if (args[0] === "install") return (await import("../host/service/run-install.ts")).runInstall(args.slice(1));
  const options = { config: { type: "string" }, once: { type: "boolean" }, json: { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  if (process.platform === "win32" || !existsSync("/bin/sh")) throw new CliError("beckon host needs Linux or macOS");
  const stateDir = process.env.BECKON_STATE_DIR?.trim();
  const interrupt = onInterrupt();
  const tell = values.json ? printJson : sayLine;
  try {
    await runHost({
      configPath: resolve(workingDirectory(), values.config ?? "beckon.config.yaml"),
      stateDir: stateDir ? resolve(workingDirectory(), stateDir) : undefined,
      once: values.once ?? false,
      tell,
      signal: interrupt.signal,
    });
    return interrupt.caught()?.code ?? exitCode.ok;
  } finally {
    interrupt.stop();
  }
}

const sayLine = (event: HostEvent): void => {
  const line = lineOf(event);
  if (line !== undefined) say(line);
};
