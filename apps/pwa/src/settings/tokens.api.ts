import type { Token, TokenScope } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export type NewToken = { name: string; scope?: TokenScope };

export const tokensApi = (request: ApiClient) => ({
  list: () => request<{ items: Token[] }>("GET", "/api/tokens"),
  create: (token: NewToken) => request<Token & { token: string }>("POST", "/api/tokens", { body: token }),
  revoke: (id: string) => request<void>("DELETE", `/api/tokens/${encodeURIComponent(id)}`),
});
export type TokensApi = ReturnType<typeof tokensApi>;
