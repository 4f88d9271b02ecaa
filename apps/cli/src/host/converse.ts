import { RefusedError, UnauthorizedError, UnreachableError } from "@beckon/agent-client";
import type { HostInput } from "@beckon/contracts/hosts";
import { createLink } from "../watch/link.ts";
import { pause } from "../watch/pause.ts";
import type { Bell } from "./bell.ts";
import { createBucket } from "./bucket.ts";
import type { CarryOut } from "./carry-out.ts";
import type { Tell } from "./events.ts";
import type { ReadAnswer } from "./read-answer.ts";
import type { HostServer } from "./server.ts";
import type { Telling } from "./telling.ts";

const mostWait = 25;
/** Changes come in groups; the first waits so long for the others. */
const togetherMs = 15;
/** After an answer that another try will hardly change. */
const refusedMs = 10_000;
const leavingMs = 3_000;

type Options = {
  server: HostServer;
  telling: Telling;
  carryOut: CarryOut;
  bell: Bell;
  tell: Tell;
  /** Who this machine is, whether that is news, and that the server has heard it. */
  introduction: { input: () => HostInput; isNew: (input: HostInput) => boolean; done: (input: HostInput) => void };
  signal: AbortSignal;
};

/** The server has forgotten this machine, or its database was another. */
const isForgotten = (error: unknown): boolean =>
  error instanceof RefusedError && (error.status === 404 || (error.status === 409 && error.code === "host.unknown"));
const isForbidden = (error: unknown): boolean =>
  error instanceof UnauthorizedError || (error instanceof RefusedError && error.status === 403);

/**
 * The talk with the server: who this is, what runs, what came of commands, and then waiting for more. What is told and what is
 * waited for are calls of their own, one after the other, so that nothing older can come after something newer.
 */
export function createTalk({ server, telling, carryOut, bell, tell, introduction, signal }: Options) {
  const link = createLink(tell);
  // A server that answers at once instead of waiting, or asks for all again and again, must not keep this machine busy.
  const exchanges = createBucket({ perSecond: 25, atOnce: 100 });
  let said = "";
  let [known, away] = [false, true];

  /** Said once, however often it comes again. */
  const sayOnce = (message: string): void => {
    if (message !== said) tell({ event: "problem", message });
    said = message;
  };
  const hear = (answer: ReadAnswer): void => {
    if (away) link.heard();
    away = false;
    telling.refuse(answer.refused);
    if (answer.unknown) telling.startOver();
    for (const { id, why } of answer.wrong) {
      sayOnce(`the server gave what cannot be done: ${why}`);
      if (id !== undefined) telling.refuseCommand(id, why);
    }
    for (const command of answer.commands) {
      try {
        carryOut.take(command);
      } catch (error) {
        // It could not be noted, so it is not begun; the server gives it again.
        sayOnce(`a command cannot be noted: ${(error as Error).message}`);
      }
    }
  };
  const introduce = async (input: HostInput): Promise<void> => {
    await server.introduce(input, signal);
    introduction.done(input);
    known = true;
  };
  /** One exchange. */
  const step = async (): Promise<void> => {
    if (!exchanges.take()) await pause(40, signal);
    const input = introduction.input();
    if (!known || introduction.isNew(input)) await introduce(input);
    bell.reset();
    const part = telling.next();
    if (part) {
      const answer = await server.report(part.report, { wait: 0, signal });
      part.taken();
      hear(answer);
      return;
    }
    const wait = Math.min(mostWait, Math.max(1, Math.ceil(telling.idleMs() / 1_000)));
    const waiting = AbortSignal.any([signal, bell.signal()]);
    const nothing = { complete: false, processes: [], commands: [] };
    const answer = await server.report(nothing, { wait, signal: waiting }).catch((error: unknown): undefined => {
      if (!waiting.aborted) throw error;
    });
    if (answer) hear(answer);
    else await pause(togetherMs, signal);
  };
  /** What an exchange came to that did not succeed. Throws what nothing but a person can mend. */
  const mend = async (error: unknown): Promise<void> => {
    if (isForbidden(error)) throw error;
    if (isForgotten(error)) {
      if (!known) {
        tell({ event: "problem", message: `the server knows no hosts: ${(error as Error).message}` });
        await pause(refusedMs, signal);
      }
      telling.startOver();
      known = false;
    } else if (!(error instanceof UnreachableError)) {
      const { message } = error as Error;
      sayOnce(error instanceof RefusedError ? `the server refuses: ${message}` : message);
      await pause(refusedMs, signal);
    } else {
      // What it heard of the last telling nobody knows: all is told when it is back.
      if (!away) telling.startOver();
      away = true;
      await link.lost(error, signal);
    }
  };

  return {
    /** Until the signal aborts. */
    keepUp: async (): Promise<void> => {
      while (!signal.aborted) {
        try {
          await step();
        } catch (error) {
          if (signal.aborted) return;
          await mend(error);
        }
      }
    },
    /** Tells all there is, and takes what waits; what goes wrong is thrown. */
    once: async (): Promise<void> => {
      await introduce(introduction.input());
      for (let part = telling.next(); part; part = telling.next()) {
        const answer = await server.report(part.report, { wait: 0, signal });
        part.taken();
        hear(answer);
        await carryOut.idle();
      }
    },
    /** The last word; that it cannot be said is no matter. */
    leave: async (): Promise<void> => {
      const part = telling.next();
      const report = part?.report ?? { complete: false, processes: [], commands: [] };
      await server.report({ ...report, leaving: true }, { wait: 0, timeoutMs: leavingMs }).then(part?.taken, () => undefined);
    },
  };
}
