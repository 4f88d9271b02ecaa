import { parseArgs } from "node:util";
import { awaitAnswer } from "../await-answer.ts";
import type { Command } from "../commands.ts";
import { agentClient } from "../environment.ts";
import { onInterrupt } from "../interrupt.ts";
import { oneId } from "../one-id.ts";
import { sendSpooled } from "../send-spooled.ts";

const help = `beckon wait ID [--allow-edit] [--json]

Waits for the answer to a request asked before (beckon ask --no-wait) and prints it as ask does, with
the same exit codes. Ctrl-C ends the waiting; the question stands.

  id=$(beckon ask "Deploy?" --no-wait); prepare; beckon wait "$id" && deploy
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, "allow-edit": { type: "boolean" } },
    allowPositionals: true,
  });
  const id = oneId({ positionals, prefix: "dr", command: "wait" });
  const client = agentClient();
  const interrupt = onInterrupt();
  try {
    await sendSpooled(client);
    const { json = false, "allow-edit": allowEdit = false } = values;
    return await awaitAnswer({ client, id, interrupt, json, allowEdit, withdraw: false });
  } finally {
    interrupt.stop();
  }
}
