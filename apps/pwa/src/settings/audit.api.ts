import type { AuditEntry } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export type AuditPage = { items: AuditEntry[]; cursor?: string };

export const auditApi = (request: ApiClient) => ({
  list: (query: { cursor?: string; limit?: number }) => request<AuditPage>("GET", "/api/audit", { query }),
});
export type AuditApi = ReturnType<typeof auditApi>;
