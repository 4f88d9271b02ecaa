import { realpath, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "../commands.ts";
import { agentClient, workingDirectory } from "../environment.ts";
import { CliError, exitCode } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { printJson, say } from "../output.ts";
import { count } from "../send-spooled.ts";
import { follow, followOnce } from "../watch/follow.ts";
import { lockDirectory } from "../watch/lock.ts";
import type { WatchEvent } from "../watch/events.ts";

const help = `beckon watch DIR [--write] [--name NAME] [--once] [--json]

Follows a directory of task files and shows its tasks on the board: inbox/, assigned/, done/ and what
else stands beside them, each folder a lane. YAML (.yaml, .yml) in whatever way it is spelled, and
Markdown with a head of YAML. A file that cannot be read is shown, with line and column.

  --write       people may change status and priority from the app: only that value is written, with all
                comments and order kept, and the file goes to the folder of its new state; refused when
                the file has changed meanwhile. Without it nothing is ever written
  --name NAME   what the board calls it (default: the directory's name)
  --once        tells everything once and ends
  --json        each event as a line of JSON on stdout

Where the server is away it goes on by itself when it is back, and so when the directory is. Ctrl-C ends
it; the tasks stay on the board. Needs BECKON_TOKEN.

  beckon watch ./tasks --write
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { write: { type: "boolean" }, name: { type: "string" }, once: { type: "boolean" }, json: { type: "boolean" } },
    allowPositionals: true,
  });
  const [given, ...more] = positionals;
  const hint = "beckon watch DIR";
  if (given === undefined || more.length > 0)
    throw new CliError(given === undefined ? "which directory?" : "one directory at a time", { hint });
  const root = await directoryAt(resolve(workingDirectory(), given));
  const name = (values.name ?? basename(root)).trim().slice(0, 120) || root.slice(0, 120);
  const client = agentClient();
  const lock = await lockDirectory(root, client.url);
  const interrupt = onInterrupt();
  const input = { name, host: hostname().slice(0, 120) || "unknown", path: root.slice(0, 1_000), writable: values.write ?? false };
  const following = { client, root, input, tell: values.json ? printJson : sayOf(root), signal: interrupt.signal };
  try {
    await (values.once ? followOnce(following) : follow(following));
    return interrupt.caught()?.code ?? exitCode.ok;
  } finally {
    interrupt.stop();
    lock.release();
  }
}

const directoryAt = async (path: string): Promise<string> => {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new CliError(`${path} is ${found ? "no directory" : "not there"}`, { hint: "beckon watch DIR" });
  return realpath(path);
};

const sayOf = (root: string) => (event: WatchEvent) => {
  const line = lineOf(event, root);
  if (line !== undefined) say(line);
};

const lineOf = (event: WatchEvent, root: string): string | undefined => {
  switch (event.event) {
    case "following":
      return `${root}: ${count(event.files, "file")} on the board${event.unreadable > 0 ? `, ${event.unreadable} of them cannot be read` : ""}`;
    case "problem":
      return `beckon: ${event.path}: ${event.problem}`;
    case "edit":
      return event.status === "written"
        ? `${event.path}: changed from the board`
        : `beckon: ${event.path}: not changed: ${event.message ?? ""}`;
    case "away":
      return `beckon: ${event.message}; it goes on when the server is back`;
    case "back":
      return "the server is back";
    case "polling":
      return `beckon: ${event.reason}: it looks every second instead`;
    case "gone":
      return `beckon: ${root} is gone; it waits for it to come back`;
    case "returned":
      return `${root} is back`;
    case "told":
      return undefined;
  }
};
