import type { ApiClient, ApiOptions } from "../platform/api-client.ts";

export type CommandWish = ApiOptions<"POST", "/api/commands">["body"];

/** As many as the server gives at once. */
export const mostTasks = 200;

/** Control actions as the server takes them; hosts and what came of commands come by sync. */
export const controlsApi = (request: ApiClient) => ({
  /** The same `key` again is the same command, never a second one. */
  send: (body: CommandWish, key: string) => request("POST", "/api/commands", { body, headers: { "idempotency-key": key } }),
  cancel: (id: string) => request("POST", "/api/commands/:id/cancel", { params: { id } }),
  /** What an agent has to do, and whom else to give it. */
  tasks: (agent: string) =>
    request("GET", "/api/tasks", {
      query: { agent, scope: "team", status: ["pending", "assigned", "in_progress", "blocked"], limit: mostTasks },
    }),
  suggestions: (id: string) => request("GET", "/api/tasks/:id/suggestions", { params: { id } }),
  output: (id: string, process: string) => request("GET", "/api/hosts/:id/processes/:process/output", { params: { id, process } }),
  forget: (id: string) => request("DELETE", "/api/hosts/:id", { params: { id } }),
});
export type ControlsApi = ReturnType<typeof controlsApi>;
