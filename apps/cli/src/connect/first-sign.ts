import { setTimeout as sleep } from "node:timers/promises";
import { RefusedError } from "@beckon/agent-client";
import { adminCall, type adminClient } from "../admin-client.ts";
import { CliError } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { pageOf } from "../page-of.ts";
import { knownTokens } from "./agent-token.ts";

const EVERY_MS = 1_500;

type Client = Awaited<ReturnType<typeof adminClient>> | CliError;

/**
 * Waits until the token is used and its agent is heard, both from now on; the time of that, or undefined. The use alone is
 * no sign: an agent whose hooks it does not trust yet greets the tools of the same token.
 */
export async function firstSign(wait: {
  client: Client;
  tokenId: string;
  /** What the agent calls itself; absent: it may be any. */
  vendor: string | undefined;
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
      const token = tokens.find(({ id }) => id === wait.tokenId);
      if (token?.lastUsedAt !== undefined && token.lastUsedAt >= wait.since) {
        const heard = await heardSince(wait.client, { ...wait, name: token.name, used: token.lastUsedAt });
        if (heard !== undefined) return heard;
      }
      if (interrupt.caught() || Date.now() >= until) return undefined;
      await sleep(Math.min(EVERY_MS, Math.max(0, until - Date.now())), undefined, { signal: interrupt.signal }).catch(() => undefined);
    }
  } finally {
    interrupt.stop();
  }
}

/** When the agent was heard last: by the token's name, which is that of an agent that gives none, or by its vendor, as in the app. */
async function heardSince(
  client: Client,
  { since, name, vendor, used }: { since: string; name: string; vendor: string | undefined; used: string },
): Promise<string | undefined> {
  if (client instanceof CliError) return undefined;
  try {
    const { items } = await client.call({
      ...adminCall,
      method: "GET",
      path: `/api/agents?from=${encodeURIComponent(since)}`,
      schema: async () => pageOf((await import("@beckon/contracts/agents")).agent),
    });
    return items.find((one) => !one.demo && one.lastSeenAt >= since && (one.name === name || vendor === undefined || one.vendor === vendor))
      ?.lastSeenAt;
  } catch (error) {
    // A server from before this could be asked: the token's use is all there is to know.
    return error instanceof CliError || (error instanceof RefusedError && error.status === 403) ? used : undefined;
  }
}
