import { defineError } from "../platform/errors.ts";

export const requestNotFound = defineError({ code: "decision.not_found", status: 404, title: "There is no such request" });
export const alreadyDecided = defineError({ code: "decision.already_decided", status: 409, title: "Somebody else answered first" });
export const expired = defineError({ code: "decision.expired", status: 410, title: "The request has expired" });
export const cancelled = defineError({ code: "decision.cancelled", status: 410, title: "The agent has withdrawn the request" });
export const unknownOption = defineError({ code: "decision.unknown_option", status: 422, title: "The request has no such option" });
export const textNotAllowed = defineError({
  code: "decision.text_not_allowed",
  status: 422,
  title: "The request takes one of its options, not a text",
});
export const editNotAllowed = defineError({
  code: "decision.edit_not_allowed",
  status: 422,
  title: "There is nothing to edit for this answer",
});
export const passkeyRequired = defineError({ code: "decision.passkey_required", status: 403, title: "Confirm with your passkey" });
export const notDecided = defineError({ code: "decision.not_decided", status: 409, title: "Only a decided request can have an outcome" });
export const outcomeStands = defineError({ code: "decision.outcome_reported", status: 409, title: "Another outcome was reported before" });
export const expiryInPast = defineError({ code: "decision.expiry_in_past", status: 422, title: "expiresAt lies in the past" });
export const snoozeInPast = defineError({ code: "decision.snooze_in_past", status: 422, title: "Snooze ends in the past" });
export const snoozeTooFar = defineError({ code: "decision.snooze_too_far", status: 422, title: "Snooze ends too far ahead" });
export const callbackRefused = defineError({
  code: "decision.callback_refused",
  status: 422,
  title: "This server would not call that callbackUrl",
});
export const expiryTooFar = defineError({ code: "decision.expiry_too_far", status: 422, title: "expiresAt lies too far ahead" });
