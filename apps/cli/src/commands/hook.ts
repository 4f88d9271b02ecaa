import type { Command } from "../commands.ts";
import { runHook } from "../hook/run-hook.ts";

const help = `beckon hook AGENT [EVENT] [--gate risky]

For agents' settings, not for people: reads the hook's JSON on stdin, reports it, and where a person
has to decide waits for the answer and prints it in the agent's own form.

  AGENT           codex, gemini, copilot, cursor, claude-code or opencode
  EVENT           the event's name, for agents whose JSON does not say it (Copilot CLI)
  --gate risky    ask also where the agent itself would not, when the rules see a risk

It never harms the agent: where the server is away, slow or refuses, it prints nothing, exits 0 and says
why in one line on stderr. While a question waits it survives a restart of the server; ended by the
agent, it takes the question back.

Uses BECKON_URL and BECKON_TOKEN, else what beckon connect AGENT has written.
`;

export const command: Command = { help, run: runHook };
