import type { PushSubscriptionInput } from "@beckon/contracts/notifications";
import type { ApiClient } from "../platform/api-client.ts";

export const pushApi = (request: ApiClient) => ({
  publicKey: () => request("GET", "/api/push/public-key"),
  subscribe: (subscription: PushSubscriptionInput) => request("PUT", "/api/devices/me/push-subscription", { body: subscription }),
  unsubscribe: () => request("DELETE", "/api/devices/me/push-subscription"),
  test: () => request("POST", "/api/devices/me/test-notification"),
  recent: () => request("GET", "/api/deliveries", { query: { limit: 20 } }),
});
export type PushApi = ReturnType<typeof pushApi>;
