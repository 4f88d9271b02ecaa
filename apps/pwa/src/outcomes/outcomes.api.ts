import type { OutcomeBaselineInput, OutcomeInput, OutcomePatch } from "@beckon/contracts/outcomes";
import type { ApiClient } from "../platform/api-client.ts";
import type { OutcomesQuery } from "./outcomes-look.ts";

type Settings = { signal?: AbortSignal };

/** Accepted results, as the server has them. */
export const outcomesApi = (request: ApiClient) => ({
  list: (query: OutcomesQuery & { cursor?: string; limit?: number }, settings: Settings = {}) =>
    request("GET", "/api/outcomes", { query, ...settings }),
  costs: (query: { from: string; to: string }, settings: Settings = {}) => request("GET", "/api/outcomes/costs", { query, ...settings }),
  accept: (body: OutcomeInput, key: string) => request("POST", "/api/outcomes", { body, headers: { "idempotency-key": key } }),
  correct: (id: string, body: OutcomePatch) => request("PATCH", "/api/outcomes/:id", { params: { id }, body }),
  withdraw: (id: string, reason: string) => request("POST", "/api/outcomes/:id/withdraw", { params: { id }, body: { reason } }),
  baselines: (settings: Settings = {}) => request("GET", "/api/outcomes/baselines", settings),
  setBaseline: (taskType: string, body: OutcomeBaselineInput) =>
    request("PUT", "/api/outcomes/baselines/:taskType", { params: { taskType }, body }),
  holdOuts: (settings: Settings = {}) => request("GET", "/api/outcomes/hold-outs", settings),
  setHoldOutShare: (share: number) => request("PUT", "/api/outcomes/hold-outs", { body: { share } }),
  measureHoldOut: (taskId: string, milliHours: number) =>
    request("PUT", "/api/outcomes/hold-outs/:taskId/hours", { params: { taskId }, body: { milliHours } }),
  restore: (id: string) => request("POST", "/api/outcomes/:id/restore", { params: { id } }),
});
export type OutcomesApi = ReturnType<typeof outcomesApi>;
