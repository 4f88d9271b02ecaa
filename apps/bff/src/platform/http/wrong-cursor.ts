import { defineError } from "../errors.ts";

/** Of any list that is read page by page. */
export const wrongCursor = defineError({ code: "request.cursor_unknown", status: 422, title: "The cursor is none of this list" });
