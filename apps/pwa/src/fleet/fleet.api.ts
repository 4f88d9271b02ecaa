import type { ApiAnswer, ApiClient, ApiOptions } from "../platform/api-client.ts";

export type AgentPatch = ApiOptions<"PATCH", "/api/agents/:id">["body"];
export type SessionPage = ApiAnswer<"GET", "/api/sessions">;

/** Agents as the server has them; what the app shows comes by sync. */
export const fleetApi = (request: ApiClient) => ({
  change: (id: string, patch: AgentPatch) => request("PATCH", "/api/agents/:id", { params: { id }, body: patch }),
  /** All runs of an agent, newest first: the replica has those of the last day. */
  sessions: (agent: string, cursor?: string) => request("GET", "/api/sessions", { query: { agent, cursor, limit: 20 } }),
});
export type FleetApi = ReturnType<typeof fleetApi>;
