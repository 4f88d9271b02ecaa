import type { ApiClient } from "../platform/api-client.ts";
import type { figureQuery, flowQuery, rowsQuery } from "./teamwork-look.ts";

type Query = ReturnType<typeof figureQuery>;
type Paged = { cursor?: string | undefined; limit?: number };
type Settings = { signal?: AbortSignal };

/** Figures of coordination as the server has them. */
export const teamworkApi = (request: ApiClient) => ({
  summary: (query: Query, settings: Settings = {}) => request("GET", "/api/coordination/summary", { query, ...settings }),
  flow: (query: ReturnType<typeof flowQuery>, settings: Settings = {}) => request("GET", "/api/coordination/flow", { query, ...settings }),
  failures: (query: Query & Paged, settings: Settings = {}) => request("GET", "/api/coordination/failures", { query, ...settings }),
  records: (query: ReturnType<typeof rowsQuery> & Paged, settings: Settings = {}) =>
    request("GET", "/api/coordination/records", { query, ...settings }),
  collisions: (query: Paged & { status: "over" }) => request("GET", "/api/collisions", { query }),
  pause: (id: string) => request("POST", "/api/sessions/:id/pause", { params: { id } }),
  resume: (id: string) => request("POST", "/api/sessions/:id/resume", { params: { id } }),
  diagnostics: (settings: Settings = {}) => request("GET", "/api/coordination/diagnostics", settings),
});
export type TeamworkApi = ReturnType<typeof teamworkApi>;
