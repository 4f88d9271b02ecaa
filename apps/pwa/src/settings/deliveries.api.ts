import type { ApiClient } from "../platform/api-client.ts";

export const deliveriesApi = (request: ApiClient) => ({
  list: (query: { requestId?: string; cursor?: string; limit?: number }) => request("GET", "/api/deliveries", { query }),
});
export type DeliveriesApi = ReturnType<typeof deliveriesApi>;
