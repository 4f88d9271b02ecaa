import type { ChannelInput } from "@beckon/contracts/channels";
import type { ApiClient } from "../platform/api-client.ts";

export const channelsApi = (request: ApiClient) => ({
  list: () => request("GET", "/api/notification-channels"),
  create: (body: ChannelInput, key: string) => request("POST", "/api/notification-channels", { body, headers: { "idempotency-key": key } }),
  update: (id: string, body: ChannelInput) => request("PUT", "/api/notification-channels/:id", { params: { id }, body }),
  remove: (id: string) => request("DELETE", "/api/notification-channels/:id", { params: { id } }),
  test: (id: string) => request("POST", "/api/notification-channels/:id/test", { params: { id } }),
});
export type ChannelsApi = ReturnType<typeof channelsApi>;
