import type { DecisionRequest, Snooze } from "@beckon/contracts/decisions";
import type { ApiClient } from "../platform/api-client.ts";

export type DecisionPage = { items: DecisionRequest[]; cursor?: string };
export type DecisionQuery = { q?: string; status?: string; cursor?: string; limit?: number };

const path = (id: string) => `/api/decision-requests/${encodeURIComponent(id)}`;

/** Decisions as the server has them. Answers do not pass here: they go through the outbox. */
export const decisionsApi = (request: ApiClient) => ({
  one: (id: string) => request<DecisionRequest>("GET", path(id)),
  list: (query: DecisionQuery) => request<DecisionPage>("GET", "/api/decision-requests", { query, timeout: 8_000 }),
  snooze: (id: string, until: string) => request<Snooze>("PUT", `${path(id)}/snooze`, { body: { until } }),
  unsnooze: (id: string) => request<void>("DELETE", `${path(id)}/snooze`),
});
export type DecisionsApi = ReturnType<typeof decisionsApi>;
