import { defineError } from "../platform/errors.ts";

export const runNotFound = defineError({ code: "workflow.not_found", status: 404, title: "There is no such workflow run" });
export const suspensionNotFound = defineError({
  code: "workflow.suspension_not_found",
  status: 404,
  title: "The run has no such suspension",
});
export const runEnded = defineError({ code: "workflow.ended", status: 409, title: "The run has ended" });
export const tooManyStages = defineError({ code: "workflow.too_many_stages", status: 422, title: "A run has at most 200 stages" });
export const tooManySuspensions = defineError({
  code: "workflow.too_many_suspensions",
  status: 422,
  title: "A run is suspended at most 500 times",
});
export const questionInvalid = defineError({ code: "workflow.question_invalid", status: 422, title: "Nobody can be asked like this" });
export const windowEmpty = defineError({ code: "workflow.window_empty", status: 422, title: "The window ends before it begins" });
export const windowTooLong = defineError({ code: "workflow.window_too_long", status: 422, title: "The window is longer than 400 days" });
