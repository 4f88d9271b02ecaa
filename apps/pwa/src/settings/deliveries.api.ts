import type { Delivery } from "@beckon/contracts/notifications";
import type { ApiClient } from "../platform/api-client.ts";

export type DeliveryPage = { items: Delivery[]; cursor?: string };

export const deliveriesApi = (request: ApiClient) => ({
  list: (query: { requestId?: string; cursor?: string; limit?: number }) => request<DeliveryPage>("GET", "/api/deliveries", { query }),
});
export type DeliveriesApi = ReturnType<typeof deliveriesApi>;
