import { BeckonError, StillPendingError, UnreachableError } from "@beckon/agent-client";
import type { Client } from "@beckon/agent-client";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { readAnswer } from "./answer.ts";
import { CliError, exitCode } from "./errors.ts";
import type { Interrupt } from "./interrupt.ts";
import { print, printJson, say } from "./output.ts";

const SILENT_MS = 5_000;
/** How long past its expiry a request is asked for at a server that does not answer. */
const AFTER_EXPIRY_MS = 60_000;
const WITHDRAW_MS = 2_000;

export type Waiting = {
  client: Client;
  id: string;
  expiresAt?: string;
  interrupt: Interrupt;
  json: boolean;
  allowEdit: boolean;
  /** Only who asked may withdraw: `ask` does on Ctrl-C, `wait` does not. */
  withdraw: boolean;
};

/** Waits through restarts of the server, prints the answer and resolves to the exit code. */
export async function awaitAnswer(waiting: Waiting): Promise<number> {
  const { client, id, interrupt } = waiting;
  const link = `${client.url}/decisions/${id}`;
  if (process.stderr.isTTY) say(`waiting for an answer: ${link}${waiting.withdraw ? " (Ctrl-C withdraws the question)" : ""}`);
  try {
    const request = await untilResolved(waiting, link);
    const answer = readAnswer(request, waiting);
    if (answer.note) say(`beckon: ${answer.note}`);
    if (waiting.json) printJson(request);
    else answer.lines.forEach(print);
    return answer.code;
  } catch (error) {
    const caught = interrupt.caught();
    if (!caught) throw error;
    if (waiting.withdraw) await withdraw({ client, id, reason: caught.reason });
    return caught.code;
  }
}

/** Takes the question back; says so where that did not work. */
export async function withdraw(question: { client: Client; id: string; reason: string }): Promise<void> {
  try {
    await question.client.cancelDecision(question.id, question.reason, { timeoutMs: WITHDRAW_MS });
    say("beckon: the question is withdrawn");
  } catch (error) {
    if (!(error instanceof BeckonError)) throw error;
    say(`beckon: ${question.id} could not be withdrawn: ${error.message}`);
  }
}

async function untilResolved(waiting: Waiting, link: string): Promise<DecisionRequest> {
  let told = false;
  const { expiresAt } = waiting;
  for (;;) {
    const timeoutMs = expiresAt === undefined ? undefined : Math.max(0, Date.parse(expiresAt) - Date.now()) + AFTER_EXPIRY_MS;
    try {
      return await waiting.client.waitForDecision(waiting.id, {
        timeoutMs,
        signal: waiting.interrupt.signal,
        onUnreachable: ({ error, sinceMs }) => {
          if (told || sinceMs < SILENT_MS) return;
          told = true;
          say(`beckon: ${error.message}; the question stands, trying on`);
        },
        onReachable: () => {
          if (told) say("beckon: the server is back, waiting for the answer");
          told = false;
        },
      });
    } catch (error) {
      // Its clock may be behind, or its job late: while it says "pending", it is.
      if (error instanceof StillPendingError) continue;
      if (!(error instanceof UnreachableError)) throw error;
      throw new CliError(`the time is over, and ${error.message}`, {
        exitCode: exitCode.unreachable,
        hint: `the answer that stands is at ${link}`,
      });
    }
  }
}
