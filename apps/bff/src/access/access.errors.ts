import { defineError } from "../platform/errors.ts";

export const codeUnknown = defineError({ code: "pairing.code_unknown", status: 404, title: "There is no such code" });
export const codeExpired = defineError({ code: "pairing.code_expired", status: 410, title: "The code has expired" });
export const codeUsed = defineError({ code: "pairing.code_used", status: 410, title: "The code was used before" });
export const tooManyTries = defineError({ code: "pairing.too_many_tries", status: 429, title: "Too many tries" });
export const roleDiffers = defineError({ code: "pairing.role_differs", status: 422, title: "This person has another role" });
export const roleWithoutPerson = defineError({ code: "pairing.role_without_person", status: 422, title: "A role needs a person" });
export const nameEmpty = defineError({ code: "request.invalid", status: 422, title: "The request does not fit" });
export const nameTaken = defineError({ code: "person.name_taken", status: 409, title: "Another person has this name" });
export const personNotFound = defineError({ code: "person.not_found", status: 404, title: "There is no such person" });
export const lastOwner = defineError({ code: "person.last_owner", status: 409, title: "The last owner stays an owner" });
export const notYours = defineError({ code: "access.forbidden", status: 403, title: "Not allowed" });
export const deviceNotFound = defineError({ code: "device.not_found", status: 404, title: "There is no such device" });
export const tokenNotFound = defineError({ code: "token.not_found", status: 404, title: "There is no such token" });
export const passkeyNotFound = defineError({ code: "passkey.not_found", status: 404, title: "There is no such passkey" });
export const passkeyNotPossible = defineError({ code: "passkey.not_possible", status: 409, title: "Passkeys do not work at this address" });
export const noPasskey = defineError({ code: "passkey.none", status: 409, title: "No passkey is enrolled" });
export const challengeUnknown = defineError({
  code: "passkey.challenge_unknown",
  status: 409,
  title: "This confirmation was not asked for, or took too long",
});
export const passkeyNotVerified = defineError({ code: "passkey.not_verified", status: 422, title: "The passkey could not be verified" });
export const passkeyKnown = defineError({ code: "passkey.known", status: 409, title: "This passkey is enrolled already" });
export const confirmFirst = defineError({
  code: "passkey.confirm_required",
  status: 403,
  title: "Confirm with one of your passkeys first",
});
