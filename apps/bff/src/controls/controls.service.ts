import type { Command } from "@beckon/contracts/controls";
import type { Db } from "../platform/db/database.ts";
import { onPause } from "./at-step.ts";
import { cancel } from "./cancel.ts";
import { findCommand, findCommands, pruneCommands, searchCommands } from "./commands.repository.ts";
import { commandNotFound } from "./controls.errors.ts";
import { expireQueue, keptMs, replica, type ControlsDeps } from "./controls.types.ts";
import { expire, expireDue } from "./expire.ts";
import { onHost } from "./on-host.ts";
import { toCommand } from "./present.ts";
import { request } from "./request.ts";
import { search } from "./search.ts";

/** Control actions on their way: each verb is a file beside this one. */
export const createControlsService = (deps: ControlsDeps) => {
  const { database, clock, jobs } = deps;
  const expireOne = expire(deps);
  const expireAll = expireDue(deps);
  const searchAll = search(deps);
  // The first try is at the very moment; a clock that lags behind the database's gets the others.
  jobs.handle<{ commandId: string }>(expireQueue, { concurrency: 2, retryLimit: 10, retryDelay: 1 }, async ({ commandId }) => {
    if (!(await expireOne(commandId))) throw new Error("not due yet by this clock");
  });
  jobs.schedule("command.sweep", "* * * * *", expireAll);
  jobs.schedule("command.prune", "47 4 * * *", () => pruneCommands(database.db, new Date(clock().getTime() - keptMs)));

  return {
    request: request(deps),
    cancel: cancel(deps),
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

    /** For machines: what is to be done there, and what came of it. */
    onHost: onHost(deps),
    /** For pauses: what came of a wish that a run stand still. */
    onPause: onPause(deps),

    /** For the feed: these, or those of the last day. */
    find: async (db: Db, ids: readonly string[]): Promise<Command[]> => (await findCommands(db, ids)).map(toCommand),
    recent: async (db: Db): Promise<Command[]> =>
      (await searchCommands(db, { since: new Date(clock().getTime() - replica.ms), limit: replica.most })).map(toCommand),
  };
};
export type ControlsService = ReturnType<typeof createControlsService>;
