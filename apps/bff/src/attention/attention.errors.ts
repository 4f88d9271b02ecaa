import { defineError } from "../platform/errors.ts";

export const windowEmpty = defineError({ code: "attention.window_empty", status: 422, title: "The window ends before it begins" });
export const windowTooLong = defineError({ code: "attention.window_too_long", status: 422, title: "The window is longer than 400 days" });
export const habitNotFound = defineError({ code: "attention.habit_not_found", status: 404, title: "There is no such habit any more" });
