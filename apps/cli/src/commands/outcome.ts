import { parseArgs } from "node:util";
import type { Command } from "../commands.ts";
import { agentClient } from "../environment.ts";
import { CliError, exitCode } from "../errors.ts";
import { oneId } from "../one-id.ts";
import { printJson } from "../output.ts";
import { sendSpooled } from "../send-spooled.ts";

const help = `beckon outcome ID executed|failed [--message TEXT] [--json]

Reports what came of an answer; the card then says "executed" or "failed", no longer only "accepted".
The id is in the output of beckon ask --json, or of beckon ask --no-wait.

  beckon outcome "$id" failed --message "the migration stopped at step 3"
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, message: { type: "string" } },
    allowPositionals: true,
  });
  const id = oneId({ positionals: positionals.slice(0, 1), prefix: "dr", command: "outcome" });
  const [status, surplus] = positionals.slice(1);
  if ((status !== "executed" && status !== "failed") || surplus !== undefined) {
    throw new CliError("what came of it: executed or failed?", { hint: "try beckon outcome --help" });
  }
  const client = agentClient();
  await sendSpooled(client);
  const request = await client.reportOutcome(id, { status, message: values.message });
  if (values.json) printJson(request);
  return exitCode.ok;
}
