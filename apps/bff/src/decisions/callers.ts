import type { Caller } from "../platform/http/env.ts";
import type { Answerer, Owner } from "./decisions.types.ts";

/** The token an agent came with. Routes that call this are guarded for tokens. */
export const ownerOf = (caller: Caller): Owner => {
  if (caller.kind !== "token") throw new Error(`a ${caller.kind} passed a guard for tokens`);
  return { id: caller.tokenId, name: caller.name };
};

/** Agents see their own requests only; people, and scripts with an admin token, see all. */
export const scopeOf = (caller: Caller): Owner | undefined =>
  caller.kind === "token" && caller.scope !== "admin" ? ownerOf(caller) : undefined;

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
