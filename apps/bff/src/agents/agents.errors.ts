import { defineError } from "../platform/errors.ts";

export const agentNotFound = defineError({ code: "agent.not_found", status: 404, title: "No such agent" });
