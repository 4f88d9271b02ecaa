import type { Caller } from "../platform/http/env.ts";

/** Under what name the keys of this caller's writes are known. */
export const callerIdOf = (caller: Caller): string => {
  if (caller.kind === "device") return caller.deviceId;
  if (caller.kind === "token") return caller.tokenId;
  throw new Error(`a ${caller.kind} passed a guard for people`);
};
