import type { ApiClient } from "../platform/api-client.ts";

export const auditApi = (request: ApiClient) => ({
  list: (query: { cursor?: string; limit?: number }) => request("GET", "/api/audit", { query }),
});
export type AuditApi = ReturnType<typeof auditApi>;
