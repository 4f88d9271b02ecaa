import type { ApiClient, ApiOptions } from "../platform/api-client.ts";

export type CommandWish = ApiOptions<"POST", "/api/commands">["body"];

/** Control actions as the server takes them; hosts and what came of commands come by sync. */
export const controlsApi = (request: ApiClient) => ({
  /** The same `key` again is the same command, never a second one. */
  send: (body: CommandWish, key: string) => request("POST", "/api/commands", { body, headers: { "idempotency-key": key } }),
  cancel: (id: string) => request("POST", "/api/commands/:id/cancel", { params: { id } }),
  output: (id: string, process: string) => request("GET", "/api/hosts/:id/processes/:process/output", { params: { id, process } }),
  forget: (id: string) => request("DELETE", "/api/hosts/:id", { params: { id } }),
});
export type ControlsApi = ReturnType<typeof controlsApi>;
