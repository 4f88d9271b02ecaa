import type { Command } from "@beckon/contracts/controls";
import type { Db } from "../platform/db/database.ts";
import { onPause } from "./at-step.ts";
import { cancel, cancelAs } from "./cancel.ts";
import {
  commandsOfProcesses,
  findCommand,
  findCommands,
  lastOfProcesses,
  openStarts,
  pruneCommands,
  searchCommands,
  standingOfProcesses,
} from "./commands.repository.ts";
import { commandNotFound } from "./controls.errors.ts";
import { expireQueue, keptMs, replica, type ControlsDeps } from "./controls.types.ts";
import { endRun } from "./end-run.ts";
import { expire, expireDue } from "./expire.ts";
import { onHost } from "./on-host.ts";
import { toCommand } from "./present.ts";
import { beat } from "./heartbeats.ts";
import { failEnded } from "./run-ended.ts";
import { request, requestAs } from "./request.ts";
import { search } from "./search.ts";
import { sendToHost, sendToRun } from "./send.ts";
import { takeSaid } from "./steps.ts";
import { createWaitingWords } from "./waiting-words.ts";
import { inUse } from "./start.ts";

/** Control actions on their way: each verb is a file beside this one. */
export const createControlsService = (deps: ControlsDeps) => {
  const { database, clock, jobs } = deps;
  const waiting = createWaitingWords(deps);
  const failAll = failEnded(deps);
  const expireOne = expire(deps);
  const expireAll = expireDue(deps);
  const searchAll = search(deps);
  // The first try is at the very moment; a clock that lags behind the database's gets the others.
  jobs.handle<{ commandIds: string[] }>(expireQueue, { concurrency: 2, retryLimit: 10, retryDelay: 1 }, async ({ commandIds = [] }) => {
    let early = 0;
    for (const id of commandIds) if (!(await expireOne(id))) early += 1;
    if (early > 0) throw new Error("not due yet by this clock");
  });
  const sweep = async () => {
    await expireAll();
    await failAll();
  };
  jobs.schedule("command.sweep", "* * * * *", sweep);
  jobs.schedule("command.prune", "47 4 * * *", () => pruneCommands(database.db, new Date(clock().getTime() - keptMs)));

  return {
    request: request({ ...deps, waiting }),
    /** For other slices: without a call behind it, of processes on machines alone. */
    requestAs: requestAs({ ...deps, waiting }),
    endRun: endRun({ ...deps, waiting }),
    cancel: cancel(deps),
    cancelAs: cancelAs(deps),
    inUse: inUse(deps),
    /** Commands to these processes, of all states. */
    ofProcesses: async (db: Db, ids: readonly string[]): Promise<Command[]> => (await commandsOfProcesses(db, ids)).map(toCommand),
    read: async (id: string): Promise<Command> => {
      await expireOne(id);
      const row = await findCommand(database.db, id);
      if (!row) throw commandNotFound();
      return toCommand(row);
    },
    search: async (query: Parameters<typeof searchAll>[0]) => {
      await expireAll();
      return searchAll(query);
    },
    expireDue: expireAll,
    sweep,
    /** For calls of runs: what is said to the run, to go out with the answer. */
    take: takeSaid({ ...deps, waiting }),
    /** For signs of life: what the program is to do, and what came of it. */
    beat: beat({ ...deps, waiting }),

    /** For acts on the whole team: to many processes of a machine, to a run, and what is still to come. */
    sendToHost: sendToHost(deps),
    sendToRun: sendToRun(deps),
    coming: async (db: Db): Promise<{ hostId: string; processId: string; name: string; where: string }[]> =>
      (await openStarts(db)).map(({ hostId, processId, subject, target }) => ({
        hostId: hostId as string,
        processId: processId as string,
        name: subject,
        where: target,
      })),
    /** The last command to each of these processes that came to an end, or is under way. */
    lastOf: (db: Db, processIds: readonly string[]) => lastOfProcesses(db, processIds),

    /** For machines: what is to be done there, and what came of it. */
    onHost: onHost(deps),
    /** For pauses: what came of a wish that a run stand still. */
    onPause: onPause(deps),

    /** The newest command of each kind of these processes that was not taken back, refused or given up. */
    standing: async (db: Db, processIds: readonly string[]): Promise<Command[]> =>
      (await standingOfProcesses(db, processIds)).map(toCommand),

    /** For the feed: these, or those of the last day. */
    find: async (db: Db, ids: readonly string[]): Promise<Command[]> => (await findCommands(db, ids)).map(toCommand),
    recent: async (db: Db): Promise<Command[]> =>
      (await searchCommands(db, { since: new Date(clock().getTime() - replica.ms), limit: replica.most })).map(toCommand),
  };
};
export type ControlsService = ReturnType<typeof createControlsService>;
