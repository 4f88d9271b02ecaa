import type { NotificationPolicy } from "@beckon/contracts/notification-policy";
import type { ApiClient } from "../platform/api-client.ts";

export const policyApi = (request: ApiClient) => ({
  read: () => request("GET", "/api/devices/me/notification-policy"),
  setMine: (body: NotificationPolicy) => request("PUT", "/api/people/me/notification-policy", { body }),
  setHere: (body: NotificationPolicy) => request("PUT", "/api/devices/me/notification-policy", { body }),
  follow: () => request("DELETE", "/api/devices/me/notification-policy"),
});
export type PolicyApi = ReturnType<typeof policyApi>;
