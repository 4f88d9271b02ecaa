import type { AlertKind } from "@beckon/contracts/alert-kinds";
import type { AlertRuleInput, SilenceInput } from "@beckon/contracts/alerts";
import type { ApiAnswer, ApiClient } from "../platform/api-client.ts";

export type AlertPage = ApiAnswer<"GET", "/api/alerts">;
export type AlertQuery = { state?: "firing" | "resolved" | "all"; from?: string; to?: string; cursor?: string; limit?: string };

/** Alerts, their rules and silences as the server takes them; what becomes of them comes by sync. */
export const alertsApi = (request: ApiClient) => ({
  list: (query: AlertQuery) => request("GET", "/api/alerts", { query }),
  pending: () => request("GET", "/api/alerts/pending"),
  read: (id: string) => request("GET", "/api/alerts/:id", { params: { id } }),
  acknowledge: (id: string) => request("POST", "/api/alerts/:id/acknowledge", { params: { id } }),
  snooze: (id: string, until: string) => request("POST", "/api/alerts/:id/snooze", { params: { id }, body: { until } }),
  assign: (id: string, personId: string | null) => request("POST", "/api/alerts/:id/assign", { params: { id }, body: { personId } }),
  setRule: (kind: AlertKind, body: AlertRuleInput) => request("PUT", "/api/alerts/rules/:kind", { params: { kind }, body }),
  resetRule: (kind: AlertKind) => request("DELETE", "/api/alerts/rules/:kind", { params: { kind } }),
  /** The same `key` again is the same silence. */
  silence: (body: SilenceInput, key: string) => request("POST", "/api/alerts/silences", { body, headers: { "idempotency-key": key } }),
  endSilence: (id: string) => request("DELETE", "/api/alerts/silences/:id", { params: { id } }),
  people: () => request("GET", "/api/people"),
  testPush: () => request("POST", "/api/devices/me/test-notification"),
});
export type AlertsApi = ReturnType<typeof alertsApi>;
