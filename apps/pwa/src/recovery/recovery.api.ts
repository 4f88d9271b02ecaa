import type { ApiClient, ApiOptions } from "../platform/api-client.ts";

export type RecoveryWish = ApiOptions<"POST", "/api/recoveries">["body"];

/** Acts on the whole team as the server takes them; how far each has come is told by sync. */
export const recoveryApi = (request: ApiClient) => ({
  preview: (action: RecoveryWish["action"]) => request("POST", "/api/recoveries/preview", { body: { action } }),
  /** The same `key` again is the same recovery, never a second one. */
  press: (body: RecoveryWish, key: string) => request("POST", "/api/recoveries", { body, headers: { "idempotency-key": key } }),
  resume: (id: string, confirm: string) => request("POST", "/api/recoveries/:id/resume", { params: { id }, body: { confirm } }),
  read: (id: string, cursor?: string) =>
    request("GET", "/api/recoveries/:id", { params: { id }, query: { limit: 200, ...(cursor && { cursor }) } }),
});
export type RecoveryApi = ReturnType<typeof recoveryApi>;
