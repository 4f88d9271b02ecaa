import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";

export const nameOf = (caller: Caller): string => {
  const actor = actorOf(caller);
  return actor.name ?? actor.kind;
};

/** Whose key it is: a device's or a token's. */
export const callerIdOf = (caller: Caller): string => {
  if (caller.kind === "device") return caller.deviceId;
  if (caller.kind === "token") return caller.tokenId;
  throw new Error(`a ${caller.kind} passed a guard for people`);
};
