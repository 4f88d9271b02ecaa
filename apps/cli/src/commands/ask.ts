import { UnreachableError, uuidV7 } from "@beckon/agent-client";
import type { Client } from "@beckon/agent-client";
import { readAsk } from "../ask-input.ts";
import type { Ask } from "../ask-input.ts";
import { awaitAnswer, withdraw } from "../await-answer.ts";
import type { Command } from "../commands.ts";
import { agentClient } from "../environment.ts";
import { exitCode } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { print, printJson } from "../output.ts";
import { sendSpooled } from "../send-spooled.ts";

/** How long an unreachable server is tried before the question is kept on disk. */
const ACCEPT_MS = 3_000;
/** How long a server that takes the question may need to say so: it may be busy, and a person takes longer anyway. */
const ANSWER_MS = 30_000;

const help = `beckon ask QUESTION [options]

Asks a person and prints the chosen option's id, and nothing else, on stdout.

  --option ID            an answer that may be chosen; repeat it. Without any: approve, deny
  --label ID=TEXT        what the button says (default: the id)
  --tone ID=TONE         approve, deny or neutral (known for ids such as yes and no)
  --allow-text           a free text may be the answer; it is printed (after the option, if there is one)
  --risk LEVEL           low, medium, high or critical; the server may raise it
  --timeout TIME         45s, 30m, 2h, 1d (default: no end)
  --default ID           the option that stands when nobody answers in time
  --command CMD          what will run if the answer is yes, with --tool, --cwd and --file (repeat it)
  --allow-edit           the person may change the command; the changed one is printed after the option.
                         Without it an approval of another command than asked counts as a no (exit 1)
  --body TEXT            details, in Markdown
  --kind KIND            permission, choice, question, plan, review or budget
  --agent NAME           who asks (default: BECKON_AGENT, else the machine and the folder)
  --task ID              the task this belongs to
  --no-wait              print the request's id and do not wait; see beckon wait
  --json                 print the whole request as JSON

Exit code: 0 the first option (or a text, where there are no options), 1 any other answer or withdrawn,
3 nobody answered in time (the default's id is printed), 4 server unreachable (the question is kept and
sent later), 2 wrong use or refused. Ctrl-C withdraws the question and exits 130.

Needs BECKON_TOKEN; BECKON_URL is http://localhost:8787 unless set.

  beckon ask "Deploy to production?" --option yes --option no --risk high --timeout 30m --default no
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const ask = readAsk(args);
  const client = agentClient();
  const interrupt = onInterrupt();
  try {
    await sendSpooled(client);
    const early = interrupt.caught();
    if (early) return early.code;
    const idempotencyKey = uuidV7();
    // Not aborted at once by Ctrl-C: whether the question arrived must be known, to withdraw it.
    const signal = laterThan(interrupt.signal, ACCEPT_MS);
    const sending = client.requestDecision(ask.input, { idempotencyKey, timeoutMs: ACCEPT_MS, answerMs: ANSWER_MS, signal });
    const request = await sending.catch((error) => {
      if (error instanceof UnreachableError) return error;
      if (signal.aborted) return new UnreachableError(`${client.url} did not answer in time`, { cause: error });
      throw error;
    });
    const caught = interrupt.caught();
    if (request instanceof UnreachableError) return caught ? caught.code : await keep({ client, ask, idempotencyKey, error: request });
    if (caught) {
      await withdraw({ client, id: request.id, reason: caught.reason });
      return caught.code;
    }
    if (!ask.wait) {
      if (ask.json) printJson(request);
      else print(request.id);
      return exitCode.ok;
    }
    const { id, expiresAt } = request;
    return await awaitAnswer({ client, id, expiresAt, interrupt, json: ask.json, allowEdit: ask.allowEdit, withdraw: true });
  } finally {
    interrupt.stop();
  }
}

/** Aborts so many milliseconds after the other. */
function laterThan(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController();
  signal.addEventListener("abort", () => setTimeout(() => later.abort(signal.reason), ms).unref(), { once: true });
  return later.signal;
}

async function keep(question: { client: Client; ask: Ask; idempotencyKey: string; error: UnreachableError }): Promise<number> {
  const { keepForLater } = await import("../keep-for-later.ts");
  const { client, ask, idempotencyKey, error } = question;
  return keepForLater({ url: client.url, input: ask.input, idempotencyKey, error, json: ask.json });
}
