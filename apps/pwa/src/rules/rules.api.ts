import type { ApiClient, ApiOptions } from "../platform/api-client.ts";

export type RuleWish = ApiOptions<"POST", "/api/rules">["body"];

/** Rules as the server takes them; what they are and do comes by sync. */
export const rulesApi = (request: ApiClient) => ({
  /** The same `key` again is the same rule, never a second one. */
  write: (body: RuleWish, key: string) => request("POST", "/api/rules", { body, headers: { "idempotency-key": key } }),
  edit: (id: string, body: RuleWish) => request("PUT", "/api/rules/:id", { params: { id }, body }),
  remove: (id: string) => request("DELETE", "/api/rules/:id", { params: { id } }),
  replay: (rule: RuleWish, days: number) => request("POST", "/api/rules/replay", { body: { rule, days } }),
  on: (id: string, body: { replayId: string; against?: number }) => request("POST", "/api/rules/:id/on", { params: { id }, body }),
  off: (id: string) => request("POST", "/api/rules/:id/off", { params: { id }, body: {} }),
  dismiss: (id: string) => request("POST", "/api/rules/proposals/:id/dismiss", { params: { id } }),
  /** What was answered again and again, with the rule that would do it. */
  habit: (id: string) => request("GET", "/api/attention/habits/:id", { params: { id } }),
  answers: (id: string, cursor: string | undefined) =>
    request("GET", "/api/rules/:id/answers", { params: { id }, query: { cursor, limit: 20 } }),
});
export type RulesApi = ReturnType<typeof rulesApi>;
