import { createClient } from "@beckon/agent-client";
import type { HostAnswer, HostInput, HostReport } from "@beckon/contracts/hosts";
import { serverUrl } from "../environment.ts";
import { CliError } from "../errors.ts";

const timeoutMs = 20_000;

/** The calls of one runner, and the server's clock. */
export function openServer(env: Record<string, string | undefined> = process.env) {
  const token = env.BECKON_TOKEN?.trim();
  if (!token) {
    throw new CliError("BECKON_TOKEN is not set", {
      hint: "on the server's machine: export BECKON_TOKEN=$(beckon token create --name devbox --scope host)",
    });
  }
  let aheadMs = 0;
  const listening: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(date)) aheadMs = date - Date.now();
    return answer;
  };
  const client = createClient({ url: serverUrl(env), token, fetch: listening });
  return {
    url: client.url,
    token,
    /** Commands have their time by the server's clock; this machine's may be wrong. To the second. */
    now: () => new Date(Date.now() + aheadMs),
    introduce: (input: HostInput, signal?: AbortSignal): Promise<void> =>
      client.call({ method: "PUT", path: "/api/hosts/me", body: input, timeoutMs, signal }),
    report: (report: HostReport, options: { wait: number; signal?: AbortSignal; timeoutMs?: number }): Promise<HostAnswer> =>
      client.call({
        method: "POST",
        path: `/api/hosts/me/report${options.wait > 0 ? `?wait=${options.wait}` : ""}`,
        body: report,
        timeoutMs: options.timeoutMs ?? options.wait * 1_000 + timeoutMs,
        signal: options.signal,
        schema: async () => (await import("@beckon/contracts/hosts")).hostAnswer,
      }),
  };
}
export type HostServer = ReturnType<typeof openServer>;
