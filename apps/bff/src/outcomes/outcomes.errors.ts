import { defineError } from "../platform/errors.ts";

export const outcomeNotFound = defineError({ code: "outcome.not_found", status: 404, title: "There is no such outcome" });
export const taskUnknown = defineError({ code: "outcome.task_unknown", status: 404, title: "There is no such task" });
export const runUnknown = defineError({ code: "outcome.run_unknown", status: 404, title: "There is no such workflow run" });
export const sessionUnknown = defineError({ code: "outcome.session_unknown", status: 404, title: "There is no such session" });
export const notCompleted = defineError({ code: "outcome.not_completed", status: 409, title: "It is not completed" });
export const isWithdrawn = defineError({ code: "outcome.withdrawn", status: 409, title: "The outcome was withdrawn" });
export const notWithdrawn = defineError({ code: "outcome.not_withdrawn", status: 409, title: "The outcome was not withdrawn" });
export const changedMeanwhile = defineError({ code: "outcome.changed", status: 409, title: "Somebody else changed the outcome" });
export const notYet = defineError({ code: "outcome.not_yet", status: 422, title: "It cannot have been accepted in the future" });
export const holdOutUnknown = defineError({ code: "outcome.hold_out_unknown", status: 404, title: "This task is no hold-out" });
