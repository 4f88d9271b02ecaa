import { parseArgs } from "node:util";
import { loadSpool } from "@beckon/agent-client";
import type { Command } from "../commands.ts";
import { agentClient } from "../environment.ts";
import { CliError, exitCode } from "../errors.ts";
import { explain } from "../explain.ts";
import { print, printJson, printTable, say } from "../output.ts";
import { count, sayReport } from "../send-spooled.ts";

const SEND_MS = 60_000;

const help = `beckon spool [list|send] [--json]

Questions asked while the server could not be reached are kept on disk, readable by you alone, and
sent before the next call's own work. list shows them and where they lie; send sends them now.
A question whose time is over is dropped. Nobody waits for their answers: beckon wait ID does.

Exit code of send: 0 nothing waits any more, 4 the server is still unreachable, 2 it refuses the token.

  beckon spool send
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: "boolean" } }, allowPositionals: true });
  const [action = "list", surplus] = positionals;
  if (surplus === undefined && action === "list") return list(values.json ?? false);
  if (surplus === undefined && action === "send") return send(values.json ?? false);
  throw new CliError("beckon spool can list or send", { hint: "try beckon spool --help" });
}

async function list(json: boolean): Promise<number> {
  const { listSpool, spoolDirectory } = await loadSpool();
  const directory = spoolDirectory();
  const { entries, unreadable } = await listSpool(directory);
  if (json) printJson({ directory, items: entries, unreadable });
  else if (entries.length === 0) say(`nothing waits in ${directory}`);
  else {
    printTable(
      ["KEPT AT", "EXPIRES AT", "SERVER", "QUESTION"],
      entries.map((entry) => [entry.spooledAt, entry.input.expiresAt ?? "never", entry.url, entry.input.title]),
    );
    say(`in ${directory}`);
  }
  for (const file of unreadable) say(`beckon: ${file} is no question of Beckon; it is left alone`);
  return exitCode.ok;
}

async function send(json: boolean): Promise<number> {
  const { sendSpool, spoolDirectory } = await loadSpool();
  const report = await sendSpool(agentClient(), { directory: spoolDirectory(), timeoutMs: SEND_MS });
  const { trouble, ...counts } = report;
  sayReport(report);
  if (json) printJson({ ...counts, trouble: trouble && { code: trouble.code, message: trouble.message } });
  else for (const { id, input } of report.sent) print(`${id ?? "arrived before"}  ${oneLine(input.title)}`);
  if (report.elsewhere > 0)
    say(`beckon: ${count(report.elsewhere, "question")} left for another server: set BECKON_URL to it (see beckon spool list)`);
  if (!trouble) return exitCode.ok;
  const { message, code } = explain(trouble);
  say(`beckon: ${message}; ${count(report.waiting, "question")} still waiting`);
  return code;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ");
