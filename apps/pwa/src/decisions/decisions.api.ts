import type { ApiAnswer, ApiClient, ApiOptions } from "../platform/api-client.ts";

export type DecisionPage = ApiAnswer<"GET", "/api/decision-requests">;
export type DecisionQuery = NonNullable<ApiOptions<"GET", "/api/decision-requests">["query"]>;

/** Decisions as the server has them. Answers do not pass here: they go through the outbox. */
export const decisionsApi = (request: ApiClient) => ({
  one: (id: string) => request("GET", "/api/decision-requests/:id", { params: { id } }),
  list: (query: DecisionQuery) => request("GET", "/api/decision-requests", { query, timeout: 8_000 }),
  snooze: (id: string, until: string) => request("PUT", "/api/decision-requests/:id/snooze", { params: { id }, body: { until } }),
  unsnooze: (id: string) => request("DELETE", "/api/decision-requests/:id/snooze", { params: { id } }),
});
export type DecisionsApi = ReturnType<typeof decisionsApi>;
