import { defineError } from "../platform/errors.ts";
import type { Caller } from "../platform/http/env.ts";

export type DeviceCaller = Extract<Caller, { kind: "device" }>;

const needsDevice = defineError({ code: "access.device_needed", status: 403, title: "Only a paired device has notifications" });

export const asDevice = (caller: Caller): DeviceCaller => {
  if (caller.kind !== "device") throw needsDevice();
  return caller;
};

/** The calling device, its person, and how the audit names them. */
export const ownerOf = (caller: Caller) => {
  const { deviceId, personId, personName } = asDevice(caller);
  return { deviceId, personId, actor: { kind: "person" as const, id: personId, name: personName, device: deviceId } };
};
