import type { ApiClient } from "../platform/api-client.ts";
import type { FigureQuery } from "./attention-look.ts";

type Settings = { signal?: AbortSignal };

/** The attention ledger as the server has it. */
export const attentionApi = (request: ApiClient) => ({
  summary: (query: FigureQuery, settings: Settings = {}) => request("GET", "/api/attention/summary", { query, ...settings }),
  habits: (query: FigureQuery, settings: Settings = {}) => request("GET", "/api/attention/habits", { query, ...settings }),
  waits: (query: FigureQuery & { cursor?: string | undefined }) =>
    request("GET", "/api/attention/waits", { query: { ...query, limit: 20 } }),
});
export type AttentionApi = ReturnType<typeof attentionApi>;
