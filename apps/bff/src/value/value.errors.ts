import { defineError } from "../platform/errors.ts";

export const windowEmpty = defineError({ code: "value.window_empty", status: 422, title: "The window ends before it begins" });
export const windowTooLong = defineError({ code: "value.window_too_long", status: 422, title: "The window is too long" });
export const assumptionsChanged = defineError({
  code: "value.assumptions_changed",
  status: 409,
  title: "The assumptions were changed in the meantime",
});
export const reportNotFound = defineError({ code: "value.report_not_found", status: 404, title: "There is no such report" });
export const linkNotFound = defineError({ code: "value.link_not_found", status: 404, title: "There is no such link" });
export const tooManyLinks = defineError({ code: "value.too_many_links", status: 409, title: "There are too many links to this report" });
/** Never was, is over, or was taken back: the same to who asks. */
export const notShared = defineError({ code: "value.not_shared", status: 404, title: "There is no report here" });
export const tooManyTries = defineError({ code: "value.too_many_tries", status: 429, title: "Too many tries" });
