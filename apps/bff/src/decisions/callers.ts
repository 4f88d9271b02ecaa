import { tokenOf } from "../platform/http/caller-token.ts";
import type { Caller } from "../platform/http/env.ts";
import type { Answerer, Owner } from "./decisions.types.ts";

/** Agents see their own requests only; people, and scripts with an admin token, see all. */
export const scopeOf = (caller: Caller): Owner | undefined =>
  caller.kind === "token" && caller.scope !== "admin" ? tokenOf(caller) : undefined;

export const answererOf = (caller: Caller): Answerer => {
  if (caller.kind === "token") {
    const actor = { kind: "agent", id: caller.tokenId, name: caller.name } as const;
    return { actor, name: caller.name, device: "a script" };
  }
  if (caller.kind !== "device" && caller.kind !== "capability") throw new Error(`a ${caller.kind} passed a guard for people`);
  return {
    actor: { kind: "person", id: caller.personId, name: caller.personName, device: caller.deviceId },
    name: caller.personName,
    device: caller.deviceName,
    personId: caller.personId,
    deviceId: caller.deviceId,
    ...(caller.kind === "capability" ? { answers: caller.answers } : {}),
  };
};
