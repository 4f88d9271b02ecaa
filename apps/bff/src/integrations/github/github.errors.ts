import { defineError } from "../../platform/errors.ts";

export const wrongSignature = defineError({
  code: "github.signature_wrong",
  status: 401,
  title: "The signature is of none of this server's webhooks",
});
export const headerMissing = defineError({ code: "github.header_missing", status: 400, title: "A header of GitHub's is missing" });
export const payloadInvalid = defineError({ code: "github.payload_invalid", status: 422, title: "The payload is none of this event" });
export const hookNotFound = defineError({ code: "github.hook_not_found", status: 404, title: "There is no such webhook" });
export const tooManyHooks = defineError({ code: "github.too_many_hooks", status: 409, title: "No more webhooks can be made" });
