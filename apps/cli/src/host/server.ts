import { createClient } from "@beckon/agent-client";
import type { HostInput, HostReport } from "@beckon/contracts/hosts";
import { serverUrl } from "../environment.ts";
import { CliError } from "../errors.ts";
import { openListener } from "./listener.ts";
import type { ReadAnswer } from "./read-answer.ts";

/** One that is slow answers in seconds; behind a dead connection nothing comes, and the sooner it is given up the better. */
const timeoutMs = 12_000;

/** The calls of one runner, and the server's clock. */
export function openServer(env: Record<string, string | undefined> = process.env) {
  const token = env.BECKON_TOKEN?.trim();
  if (!token) {
    throw new CliError("BECKON_TOKEN is not set", {
      hint: "on the server's machine: export BECKON_TOKEN=$(beckon token create --name devbox --scope host)",
    });
  }
  const listener = openListener();
  const client = createClient({ url: serverUrl(env), token, fetch: listener.fetch });
  return {
    url: client.url,
    token,
    now: listener.now,
    introduce: (input: HostInput, signal?: AbortSignal): Promise<void> =>
      client.call({ method: "PUT", path: "/api/hosts/me", body: input, timeoutMs, signal }),
    report: (report: HostReport, options: { wait: number; signal?: AbortSignal; timeoutMs?: number }): Promise<ReadAnswer> =>
      client.call({
        method: "POST",
        path: `/api/hosts/me/report${options.wait > 0 ? `?wait=${options.wait}` : ""}`,
        body: report,
        timeoutMs: options.timeoutMs ?? options.wait * 1_000 + timeoutMs,
        signal: options.signal,
        schema: async () => (await import("./read-answer.ts")).answerSchema,
      }),
  };
}
export type HostServer = ReturnType<typeof openServer>;
