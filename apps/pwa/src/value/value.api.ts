import type { ValueGroupBy } from "@beckon/contracts/value";
import type { ValueAssumptionsInput } from "@beckon/contracts/value-assumptions";
import type { ValueReportInput } from "@beckon/contracts/value-reports";
import type { ApiClient } from "../platform/api-client.ts";
import type { ScopeQuery } from "./value-look.ts";

type Settings = { signal?: AbortSignal };

/** What the fleet is worth, as the server has it. */
export const valueApi = (request: ApiClient) => ({
  summary: (query: ScopeQuery & { groupBy?: ValueGroupBy; limit?: number; cursor?: string }, settings: Settings = {}) =>
    request("GET", "/api/value/summary", { query, ...settings }),
  inputs: (query: ScopeQuery, settings: Settings = {}) => request("GET", "/api/value/inputs", { query, ...settings }),
  trend: (query: ScopeQuery & { unit: "week" | "month" }, settings: Settings = {}) =>
    request("GET", "/api/value/trend", { query, ...settings }),
  assumptions: (query: { cursor?: string; limit?: number } = {}, settings: Settings = {}) =>
    request("GET", "/api/value/assumptions", { query, ...settings }),
  setAssumptions: (body: ValueAssumptionsInput, key: string) =>
    request("PUT", "/api/value/assumptions", { body, headers: { "idempotency-key": key } }),
  reports: (query: { cursor?: string } = {}, settings: Settings = {}) => request("GET", "/api/value/reports", { query, ...settings }),
  report: (id: string, settings: Settings = {}) => request("GET", "/api/value/reports/:id", { params: { id }, ...settings }),
  makeReport: (body: ValueReportInput, key: string) => request("POST", "/api/value/reports", { body, headers: { "idempotency-key": key } }),
  makeLink: (id: string, days: number, key: string) =>
    request("POST", "/api/value/reports/:id/links", { params: { id }, body: { days }, headers: { "idempotency-key": key } }),
  revokeLink: (id: string, linkId: string) => request("DELETE", "/api/value/reports/:id/links/:linkId", { params: { id, linkId } }),
});
export type ValueApi = ReturnType<typeof valueApi>;
