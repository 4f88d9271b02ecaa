import { defineError } from "../platform/errors.ts";

export const noSession = defineError({ code: "session.not_found", status: 404, title: "There is no such session" });
export const cannotPause = defineError({ code: "session.cannot_pause", status: 409, title: "This run cannot be paused" });
export const notPaused = defineError({ code: "session.not_paused", status: 409, title: "This run is not paused" });
