import { setTimeout as sleep } from "node:timers/promises";
import type { adminClient } from "../admin-client.ts";
import type { CliError } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { knownTokens } from "./agent-token.ts";

const EVERY_MS = 1_500;

/** Waits until the token is used for the first time from now on; the time of that, or undefined. */
export async function firstSign(wait: {
  client: Awaited<ReturnType<typeof adminClient>> | CliError;
  tokenId: string;
  since: string;
  seconds: number;
}): Promise<string | undefined> {
  const interrupt = onInterrupt();
  const until = Date.now() + wait.seconds * 1_000;
  try {
    for (;;) {
      // A server that is away for a moment comes back.
      const tokens = await knownTokens(wait.client).catch(() => []);
      if (tokens === undefined) return undefined;
      const used = tokens.find(({ id }) => id === wait.tokenId)?.lastUsedAt;
      if (used !== undefined && used >= wait.since) return used;
      if (interrupt.caught() || Date.now() >= until) return undefined;
      await sleep(Math.min(EVERY_MS, Math.max(0, until - Date.now())), undefined, { signal: interrupt.signal }).catch(() => undefined);
    }
  } finally {
    interrupt.stop();
  }
}
