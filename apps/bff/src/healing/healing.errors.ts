import { defineError } from "../platform/errors.ts";

export const runNotFound = defineError({ code: "healing.not_found", status: 404, title: "There is no such run" });
/** Carries the plan as it is now. */
export const planChanged = defineError({ code: "healing.plan_changed", status: 409, title: "What would be done is other than before" });
export const underWay = defineError({ code: "healing.under_way", status: 409, title: "Auto-heal is at work already" });
export const nothingToDo = defineError({ code: "healing.nothing_to_do", status: 409, title: "There is nothing that could be done" });
export const untilInPast = defineError({ code: "healing.until_in_past", status: 422, title: "That time is over" });
export const noRule = defineError({ code: "healing.no_rule", status: 404, title: "Auto-heal does not run by itself" });
