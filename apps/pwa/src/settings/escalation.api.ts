import type { EscalationPolicy } from "@beckon/contracts/escalation";
import type { ApiClient } from "../platform/api-client.ts";

export const escalationApi = (request: ApiClient) => ({
  read: () => request("GET", "/api/escalation-policy"),
  save: (body: EscalationPolicy) => request("PUT", "/api/escalation-policy", { body }),
  list: () => request("GET", "/api/escalations", { query: {} }),
});
export type EscalationApi = ReturnType<typeof escalationApi>;
