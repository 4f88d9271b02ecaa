import { defineError } from "../platform/errors.ts";

export const teamNotFound = defineError({ code: "team.not_found", status: 404, title: "There is no such team" });
export const memberNotFound = defineError({ code: "team.member_not_found", status: 404, title: "This team has no such member" });
/** `detail` says why, in words. */
export const noPlace = defineError({ code: "team.no_place", status: 409, title: "Nobody of this team can be started" });
export const teamOver = defineError({ code: "team.over", status: 409, title: "This team is dissolved" });
export const memberRuns = defineError({ code: "team.member_runs", status: 409, title: "This member is there already" });
export const notDeclared = defineError({ code: "team.not_declared", status: 409, title: "This team stands in no configuration any more" });
