import type { ApiClient } from "../platform/api-client.ts";

export const healthApi = (request: ApiClient) => ({ read: () => request("GET", "/api/health") });
export type HealthApi = ReturnType<typeof healthApi>;
