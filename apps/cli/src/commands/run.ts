import { hostname } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "../commands.ts";
import { exitCodeOf, runChild } from "../connect/run-child.ts";
import type { Ended } from "../connect/run-child.ts";
import { reportRun } from "../connect/run-report.ts";
import { superviseRun } from "../connect/supervise-run.ts";
import { serverUrl, workingDirectory } from "../environment.ts";
import { CliError } from "../errors.ts";
import { placeOf } from "../hook/place.ts";
import { say } from "../output.ts";

const help = `beckon run [--name NAME] [--env] [--json] -- COMMAND [ARGS]

Runs one command, such as an agent that has neither hooks nor telemetry, and tells the server that it
runs, that it still does, and how it ended. In the app it can be paused, resumed, stopped and restarted,
with all that it started. Input, output and signals pass through; what it leaves running when it ends, or
when beckon is killed, is ended too. Where the server is away the command runs all the same, and one line
on stderr says so.

  --name NAME   the agent's name (default: BECKON_AGENT, else the command's)
  --env         the command gets BECKON_URL, BECKON_TOKEN, BECKON_AGENT and BECKON_SESSION (the name of this
                run), to ask questions and take tasks of its own; without it, it does not see the token
  --json        how it ended, as JSON on stderr

Exit code: the command's own; 128 and the signal's number where a signal ended it, 127 where there is
no such command. Needs BECKON_TOKEN to be told of.

  beckon run --name docs-writer -- aider --yes
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const end = args.indexOf("--");
  const { values, positionals } = parseArgs({
    args: end < 0 ? args : args.slice(0, end),
    options: { name: { type: "string" }, env: { type: "boolean" }, json: { type: "boolean" } },
    allowPositionals: true,
  });
  const [program, ...programArgs] = end < 0 ? [] : args.slice(end + 1);
  if (program === undefined || positionals.length > 0) throw new CliError("what shall run?", { hint: "beckon run -- COMMAND" });
  const name = (values.name ?? process.env.BECKON_AGENT ?? basename(program)).trim().slice(0, 120);
  if (name === "") throw new CliError("--name is empty", { hint: "such as --name docs-writer" });
  const cwd = workingDirectory();
  const host = hostname().slice(0, 120);
  const title = basename(program).slice(0, 200);
  const report = reportRun({ name, host, cwd, title, place: placeOf(cwd, host) });
  const startedAt = Date.now();
  const supervised = await superviseRun({
    ...{ name, host, cwd, title, report },
    begin: (more, isPaused) => {
      const env = { ...environment({ name, session: report.session, share: values.env ?? false }), ...more };
      return runChild({ command: program, args: programArgs, cwd, env, isPaused });
    },
  });
  const { ended, stopped } = await supervised.ended;
  const code = exitCodeOf(ended);
  if (ended.failed)
    say(`beckon: ${program} cannot be run: ${ended.failed.code === "ENOENT" ? "there is no such command" : ended.failed.message}`);
  if (supervised.begun)
    await Promise.all([
      report.end({ reason: stopped ? `stopped, ${reasonOf(ended)}` : reasonOf(ended), failed: code !== 0 && !stopped }),
      supervised.end(),
    ]);
  if (values.json) {
    const outcome = {
      session: report.session,
      exitCode: code,
      ...(ended.signal && { signal: ended.signal }),
      durationMs: Date.now() - startedAt,
    };
    process.stderr.write(`${JSON.stringify(outcome)}\n`);
  }
  return code;
}

const reasonOf = ({ code, signal }: Ended) => (signal ? `ended by ${signal}` : `exit code ${code ?? 1}`);

function environment(of: { name: string; session: string; share: boolean }): NodeJS.ProcessEnv {
  const { BECKON_TOKEN, ...rest } = process.env;
  if (!of.share) return rest;
  return {
    ...rest,
    ...(BECKON_TOKEN !== undefined && { BECKON_TOKEN }),
    BECKON_URL: serverUrl(),
    BECKON_AGENT: of.name,
    BECKON_SESSION: of.session,
  };
}
