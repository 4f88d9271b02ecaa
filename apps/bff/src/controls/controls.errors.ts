import { defineError } from "../platform/errors.ts";

export const commandNotFound = defineError({ code: "command.not_found", status: 404, title: "There is no such command" });
/** `detail` says why, in words. */
export const notPossible = defineError({ code: "command.not_possible", status: 409, title: "This cannot be done" });
export const underWay = defineError({ code: "command.under_way", status: 409, title: "Another command is under way there" });
export const tooLate = defineError({ code: "command.too_late", status: 409, title: "It is too late to take this back" });
