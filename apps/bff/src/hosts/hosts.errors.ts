import { defineError } from "../platform/errors.ts";

export const hostUnknown = defineError({
  code: "host.unknown",
  status: 409,
  title: "This token has not said what machine it is: PUT /api/hosts/me comes first",
});
export const hostNotFound = defineError({ code: "host.not_found", status: 404, title: "There is no such machine" });
export const hostConnected = defineError({
  code: "host.connected",
  status: 409,
  title: "Its runner is connected and would come back at once: stop it first",
});
export const processNotFound = defineError({
  code: "host.process_not_found",
  status: 404,
  title: "There is no such process on this machine",
});
