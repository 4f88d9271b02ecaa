import type { TokenScope } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export type NewToken = { name: string; scope?: TokenScope };

export const tokensApi = (request: ApiClient) => ({
  list: () => request("GET", "/api/tokens"),
  create: (token: NewToken) => request("POST", "/api/tokens", { body: token }),
  revoke: (id: string) => request("DELETE", "/api/tokens/:id", { params: { id } }),
});
export type TokensApi = ReturnType<typeof tokensApi>;
