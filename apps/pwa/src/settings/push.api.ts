import type { Device } from "@beckon/contracts/access";
import type { Delivery } from "@beckon/contracts/notifications";
import type { ApiClient } from "../platform/api-client.ts";

export const pushApi = (request: ApiClient) => ({
  publicKey: () => request<{ publicKey: string }>("GET", "/api/push/public-key"),
  subscribe: (subscription: PushSubscriptionJSON) => request<Device>("PUT", "/api/devices/me/push-subscription", { body: subscription }),
  unsubscribe: () => request<void>("DELETE", "/api/devices/me/push-subscription"),
  test: () => request<Delivery>("POST", "/api/devices/me/test-notification", { body: {} }),
  recent: () => request<{ items: Delivery[] }>("GET", "/api/deliveries", { query: { limit: 20 } }),
});
export type PushApi = ReturnType<typeof pushApi>;
