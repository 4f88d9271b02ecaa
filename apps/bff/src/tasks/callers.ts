import { actorOf } from "../access/callers.ts";
import { tokenOf } from "../platform/http/caller-token.ts";
import type { Caller } from "../platform/http/env.ts";
import type { TaskActor } from "./tasks.types.ts";

/** People, and scripts with an admin token, act on all tasks; a token on what is its own. */
export const taskActorOf = (caller: Caller): TaskActor => {
  const actor = actorOf(caller);
  return {
    name: actor.name ?? actor.kind,
    actor,
    ...(caller.kind === "token" && caller.scope !== "admin" ? { owner: tokenOf(caller) } : {}),
  };
};
