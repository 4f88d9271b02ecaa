import type { ApiClient } from "../platform/api-client.ts";

export const demoApi = (request: ApiClient) => ({
  /** Everything that came with the demo fleet goes. */
  remove: () => request("DELETE", "/api/demo", { timeout: 60_000 }),
});
export type DemoApi = ReturnType<typeof demoApi>;
