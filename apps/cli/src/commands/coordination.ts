import { parseArgs } from "node:util";
import type { CoordinationType, FailureCause } from "@beckon/contracts/coordination";
import type { Command } from "../commands.ts";
import { parseDuration } from "../duration.ts";
import { agentClient } from "../environment.ts";
import { CliError, exitCode } from "../errors.ts";
import { oneId } from "../one-id.ts";
import { printJson } from "../output.ts";

const types: Record<CoordinationType, true> = {
  delegation: true,
  team_task: true,
  handoff: true,
  review: true,
  pair: true,
  conflict_resolution: true,
  spawn: true,
};
const causes: Record<FailureCause, true> = {
  connectivity: true,
  serialization: true,
  timeout: true,
  crash: true,
  rate_limit: true,
  budget: true,
  permission: true,
  conflict: true,
  tool_error: true,
  verification_failed: true,
  handoff_lost: true,
  unclear_task: true,
  unknown: true,
};

const help = `beckon coordination start TYPE [--to AGENT] [--from AGENT] [--what TEXT] [--task ID] [--key KEY]
                                 [--attempt N] [--timeout 30m] [--json]
beckon coordination end ID succeeded|failed [--cause CAUSE] [--message TEXT] [--exhausted] [--json]

Tells of an attempt of agents to work together that nothing else tells of, and how it ended. Start prints its id.
The same --key again is the same attempt. Without an end within --timeout (24h) it counts as failed.

  TYPE   ${Object.keys(types).join(", ")}
  CAUSE  ${Object.keys(causes).slice(0, 7).join(", ")},
         ${Object.keys(causes).slice(7).join(", ")}; without it, the message is read for one

  id=$(beckon coordination start review --to reviewer-2 --what "the orders branch")
  beckon coordination end "$id" failed --message "2 of 14 checks failed" --exhausted
`;

export const command: Command = { help, run };

const hint = "try beckon coordination --help";
const text = { type: "string" } as const;
const timeoutMs = 30_000;

async function run([step, ...args]: string[]): Promise<number> {
  if (step === "start") return start(args);
  if (step === "end") return end(args);
  throw new CliError("beckon coordination can start or end", { hint });
}

async function start(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, to: text, from: text, what: text, task: text, key: text, attempt: text, timeout: text },
    allowPositionals: true,
  });
  const [type, surplus] = positionals;
  if (type === undefined || surplus !== undefined || !Object.hasOwn(types, type))
    throw new CliError(`which type of coordination: ${Object.keys(types).join(", ")}?`, { hint });
  const { to, from = process.env.BECKON_AGENT?.trim() || undefined, what, task, key, attempt, timeout } = values;
  if (attempt !== undefined && !/^[1-9]\d{0,2}$/.test(attempt))
    throw new CliError(`--attempt "${attempt}" is no number from 1 to 999`, { hint });
  const row = await agentClient().call<{ id: string }>({
    method: "POST",
    path: "/api/coordinations",
    body: {
      type,
      what,
      task,
      key,
      ...(from !== undefined && { from: { name: from } }),
      ...(to !== undefined && { to: { name: to } }),
      ...(attempt !== undefined && { attempt: Number(attempt) }),
      ...(timeout !== undefined && { timeoutSeconds: parseDuration(timeout, "--timeout") }),
    },
    schema,
    timeoutMs,
  });
  if (values.json) printJson(row);
  else process.stdout.write(`${row.id}\n`);
  return exitCode.ok;
}

async function end(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, cause: text, message: text, exhausted: { type: "boolean" } },
    allowPositionals: true,
  });
  const id = oneId({ positionals: positionals.slice(0, 1), prefix: "co", command: "coordination end" });
  const [outcome, surplus] = positionals.slice(1);
  if ((outcome !== "succeeded" && outcome !== "failed") || surplus !== undefined)
    throw new CliError("how did it end: succeeded or failed?", { hint });
  const { cause, message, exhausted } = values;
  if (cause !== undefined && !Object.hasOwn(causes, cause))
    throw new CliError(`--cause "${cause}" is none of ${Object.keys(causes).join(", ")}`, { hint });
  if (outcome === "succeeded" && (cause !== undefined || exhausted))
    throw new CliError("--cause and --exhausted belong to what failed", { hint });
  const row = await agentClient().call({
    method: "POST",
    path: `/api/coordinations/${id}/end`,
    body: { outcome, cause, message, exhausted },
    schema,
    timeoutMs,
  });
  if (values.json) printJson(row);
  return exitCode.ok;
}

const schema = async () => (await import("@beckon/contracts/coordination")).coordination;
