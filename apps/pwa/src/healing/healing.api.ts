import type { ApiClient, ApiOptions } from "../platform/api-client.ts";

export type PlanWish = ApiOptions<"POST", "/api/healing/preview">["body"];
export type RunWish = ApiOptions<"POST", "/api/healing/runs">["body"];
export type RuleWish = ApiOptions<"PUT", "/api/healing/rule">["body"];

/** Auto-heal as the server does it; runs and the rule come by sync. */
export const healingApi = (request: ApiClient) => ({
  preview: (body: PlanWish, signal?: AbortSignal) => request("POST", "/api/healing/preview", { body, ...(signal ? { signal } : {}) }),
  /** The same `key` again is the same run, never a second one. */
  run: (body: RunWish, key: string) => request("POST", "/api/healing/runs", { body, headers: { "idempotency-key": key } }),
  switchOn: (body: RuleWish) => request("PUT", "/api/healing/rule", { body }),
  switchOff: () => request("DELETE", "/api/healing/rule"),
});
export type HealingApi = ReturnType<typeof healingApi>;
