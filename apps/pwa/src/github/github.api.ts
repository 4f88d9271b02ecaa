import type { ApiClient } from "../platform/api-client.ts";

export type NewHook = { name: string; accounts?: string[] };

/** GitHub's webhooks; only an owner may ask. */
export const githubApi = (request: ApiClient) => ({
  list: () => request("GET", "/api/github/hooks"),
  make: (hook: NewHook) => request("POST", "/api/github/hooks", { body: hook }),
  remove: (id: string) => request("DELETE", "/api/github/hooks/:id", { params: { id } }),
});
export type GithubApi = ReturnType<typeof githubApi>;
