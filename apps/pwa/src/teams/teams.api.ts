import type { ApiAnswer, ApiClient, ApiOptions } from "../platform/api-client.ts";

export type NewTeam = ApiOptions<"POST", "/api/teams">["body"];
export type Wish = NewTeam["members"][number];
export type Preview = ApiAnswer<"POST", "/api/teams/preview">;
export type HandOut = ApiAnswer<"GET", "/api/hand-out">;

/** Teams as the server takes them; what became of them comes by sync. */
export const teamsApi = (request: ApiClient) => ({
  preview: (members: Wish[]) => request("POST", "/api/teams/preview", { body: { members } }),
  /** The same `key` again is the same team, never a second one. */
  start: (body: NewTeam, key: string) => request("POST", "/api/teams", { body, headers: { "idempotency-key": key } }),
  keep: (id: string, keep: boolean) => request("PATCH", "/api/teams/:id", { params: { id }, body: { keep } }),
  startMember: (id: string, member: string) => request("POST", "/api/teams/:id/members/:member/start", { params: { id, member } }),
  dissolve: (id: string, tasks: "keep" | "requeue") => request("POST", "/api/teams/:id/dissolve", { params: { id }, body: { tasks } }),
  handOut: () => request("GET", "/api/hand-out"),
  switchHandOut: (on: boolean) => request("PUT", "/api/hand-out", { body: { on } }),
});
export type TeamsApi = ReturnType<typeof teamsApi>;
