import type { Actor } from "@beckon/contracts/access";
import type { Caller } from "../platform/http/env.ts";
import { notYours } from "./access.errors.ts";

export type DeviceCaller = Extract<Caller, { kind: "device" }>;

/** Some routes are about the calling device itself: scripts and the command line have none. */
export const deviceOf = (caller: Caller): DeviceCaller => {
  if (caller.kind !== "device") throw notYours({ detail: "Only a paired device can do this." });
  return caller;
};

/** Who stands in the audit row. */
export const actorOf = (caller: Caller): Actor => {
  switch (caller.kind) {
    case "device":
    case "capability":
      return { kind: "person", id: caller.personId, name: caller.personName, device: caller.deviceId };
    case "token":
      return { kind: "agent", id: caller.tokenId, name: caller.name };
    case "local":
      return { kind: "system", name: "command line" };
    case "nobody":
      return { kind: "system", name: "somebody with a pairing code" };
  }
};
