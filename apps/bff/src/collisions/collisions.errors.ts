import { defineError } from "../platform/errors.ts";

export const wrongCursor = defineError({ code: "request.cursor_unknown", status: 422, title: "The cursor is none of this list" });
