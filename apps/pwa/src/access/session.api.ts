import type { Session } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export const sessionApi = (request: ApiClient) => ({
  current: () => request<Session>("GET", "/api/session"),
  pair: (code: string, deviceName: string) => request<Session>("POST", "/api/pair", { body: { code, deviceName } }),
  end: () => request<void>("POST", "/api/session/end", { body: {} }),
});
export type SessionApi = ReturnType<typeof sessionApi>;
