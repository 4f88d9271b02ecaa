import type { ApiClient } from "../platform/api-client.ts";

/** A long audit is read from its first entry to its last. */
const checkPatienceMs = 120_000;

export const auditApi = (request: ApiClient) => ({
  list: (query: { cursor?: string; limit?: number; q?: string; action?: string }) => request("GET", "/api/audit", { query }),
  verify: () => request("GET", "/api/audit/verify", { timeout: checkPatienceMs }),
});
export type AuditApi = ReturnType<typeof auditApi>;
