import { defineError } from "../platform/errors.ts";

export const recoveryNotFound = defineError({ code: "recovery.not_found", status: 404, title: "There is no such recovery" });
export const wrongWord = defineError({ code: "recovery.wrong_word", status: 422, title: "The word does not fit" });
export const passkeyRequired = defineError({ code: "recovery.passkey_required", status: 403, title: "Confirm with your passkey" });
/** `preview` is what would be touched now. */
export const previewChanged = defineError({ code: "recovery.preview_changed", status: 409, title: "What would be touched has changed" });
export const nothingToDo = defineError({ code: "recovery.nothing_to_do", status: 409, title: "There is nothing to do" });
export const cannotResume = defineError({ code: "recovery.cannot_resume", status: 409, title: "This cannot be brought back" });
/** `recovery` is the maintenance that stands. */
export const inMaintenance = defineError({ code: "recovery.maintenance", status: 409, title: "The server is in maintenance" });
