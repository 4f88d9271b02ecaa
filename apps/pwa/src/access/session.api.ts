import type { ApiClient } from "../platform/api-client.ts";

export const sessionApi = (request: ApiClient) => ({
  current: () => request("GET", "/api/session"),
  pair: (code: string, deviceName: string) => request("POST", "/api/pair", { body: { code, deviceName } }),
  end: () => request("POST", "/api/session/end"),
});
export type SessionApi = ReturnType<typeof sessionApi>;
