import { defineError } from "../platform/errors.ts";

export const notFound = defineError({ code: "coordination.not_found", status: 404, title: "There is no such coordination" });
export const endedOtherwise = defineError({ code: "coordination.ended_otherwise", status: 409, title: "Another end was told before" });
export const windowEmpty = defineError({ code: "coordination.window_empty", status: 422, title: "The window ends before it begins" });
export const windowTooLong = defineError({
  code: "coordination.window_too_long",
  status: 422,
  title: "The window is longer than 400 days",
});
