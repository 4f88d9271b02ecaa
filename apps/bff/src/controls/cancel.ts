import type { Actor } from "@beckon/contracts/access";
import type { Command } from "@beckon/contracts/controls";
import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";
import { findCommand, type CommandRow } from "./commands.repository.ts";
import { commandNotFound, tooLate } from "./controls.errors.ts";
import type { ControlsDeps } from "./controls.types.ts";
import { toCommand } from "./present.ts";
import { settle } from "./settle.ts";

/** Takes back what nobody has fetched yet. Again is no error; after that it is 409 with what stands. */
export const cancel = (deps: ControlsDeps) => {
  const take = cancelAs(deps);
  return (caller: Caller, id: string): Promise<Command> => take(actorOf(caller), id);
};

/** The same for another slice. */
export const cancelAs =
  (deps: ControlsDeps) =>
  async (actor: Actor, id: string): Promise<Command> => {
    const before = await findCommand(deps.database.db, id);
    if (!before) throw commandNotFound();
    const result = `Taken back by ${actor.name ?? "somebody"}.`;
    const row = await deps.database.transaction(async (work) => {
      // The wish before the command, as everybody locks them.
      if (before.pauseId) await deps.pauses.lock(work, before.pauseId);
      const ended = await settle(deps, work, { id, state: "cancelled", result, actor, from: ["requested"] });
      if (ended?.pauseId) await deps.pauses.takeBack(work, ended.pauseId, result);
      return ended;
    });
    if (row) return toCommand(row);
    const standing = await findCommand(deps.database.db, id);
    if (!standing) throw commandNotFound();
    if (standing.state === "cancelled") return toCommand(standing);
    throw tooLate({ detail: whyTooLate(standing), extra: { command: toCommand(standing) } });
  };

const whyTooLate = ({ state, target }: CommandRow): string => {
  if (state === "delivered") return `${target} has fetched it already.`;
  if (state === "acknowledged") return `${target} has begun already.`;
  return `It is over: ${state}.`;
};
