import type { HostCommand } from "@beckon/contracts/hosts";
import { Refused } from "./acting.ts";
import type { Acting } from "./acting.ts";
import { createBucket } from "./bucket.ts";
import { holdProcess } from "./hold-process.ts";
import type { Entry, Journal } from "./journal.ts";
import type { Settling } from "./settle.ts";
import { startProcess } from "./start-process.ts";
import { restartProcess, stopProcess } from "./stop-process.ts";

/** Seconds; whatever is asked for. */
const mostGrace = 3_600;
/** Nobody waits so long for a command; the server takes an hour at most. */
const mostAheadMs = 86_400_000;

type Options = {
  acting: Acting;
  journal: Journal;
  settling: Settling;
  /** By the server's clock. */
  serverNow: () => Date;
  ended: (command: HostCommand, end: { state: "done" | "failed"; result: string }) => void;
};

/** Does what was asked: each command once, those of one process one after the other. */
export function createCarryOut({ acting, journal, settling, serverNow, ended }: Options) {
  const fresh = createBucket({ perSecond: 20, atOnce: 1_000 });
  const queues = new Map<string, Promise<void>>();

  const act = (command: HostCommand, run: number): Promise<string> => {
    const { kind, processId: id } = command;
    const graceSeconds = Math.min(mostGrace, Math.max(0, command.graceSeconds));
    if (kind === "start") return startProcess(acting, command);
    if (kind === "stop") return stopProcess(acting, { id, graceSeconds, settled: settling.of });
    if (kind === "restart") return restartProcess(acting, { id, graceSeconds, run });
    return holdProcess(acting, { id, still: kind === "pause" });
  };

  const turn = async (id: string): Promise<void> => {
    const entry = journal.get(id);
    if (!entry) return;
    const { command } = entry;
    const end = (state: "done" | "failed", result: string) => {
      journal.end(id, { state, result });
      ended(command, { state, result });
    };
    try {
      // What was begun is brought to its end, however late it is.
      if (entry.run === undefined) {
        if (Date.parse(command.expiresAt) - serverNow().getTime() > mostAheadMs) throw new Refused("its time is more than a day ahead");
        if (serverNow().getTime() > Date.parse(command.expiresAt)) throw new Refused("its time was over before it could be begun");
        journal.atRun(id, acting.machine.get(command.processId)?.record.run ?? 0);
      }
      end("done", await act(command, journal.get(id)?.run ?? 0));
    } catch (error) {
      end("failed", (error as Error).message || String(error));
    }
  };

  const queue = ({ command: { id, processId } }: Pick<Entry, "command">): void => {
    const mine: Promise<void> = (queues.get(processId) ?? Promise.resolve())
      .then(() => turn(id))
      .catch(() => undefined)
      .finally(() => {
        if (queues.get(processId) === mine) queues.delete(processId);
      });
    queues.set(processId, mine);
  };

  return {
    /**
     * Takes a command that the server gave; one that is known is told of again.
     *
     * @throws Error where it cannot be noted: nothing of it is done, and an honest server gives it again.
     */
    take: (command: HostCommand): void => {
      if (journal.get(command.id)) return journal.tellAgain(command.id);
      if (!fresh.take()) throw new Error("there come more than anybody asks for");
      journal.take(command);
      queue({ command });
    },
    /** Goes on with what the runner before this one had begun. */
    resume: (): void => {
      for (const entry of journal.unfinished()) queue(entry);
    },
    /** Done when all that was taken has been done. */
    idle: async (): Promise<void> => {
      while (queues.size > 0) await Promise.all(queues.values());
    },
  };
}
export type CarryOut = ReturnType<typeof createCarryOut>;
