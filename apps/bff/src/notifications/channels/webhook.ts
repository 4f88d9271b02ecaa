import { createHmac } from "node:crypto";
import type { webhookConfig } from "@beckon/contracts/channels";
import type { z } from "zod";
import type { Outbound } from "../../platform/outbound/outbound.ts";
import { answerOf, failureOf } from "./answer-of.ts";
import type { ChannelMessage, ChannelOutcome } from "./channel.types.ts";

/** By Standard Webhooks: HMAC-SHA256 of `id.timestamp.body`, the key in base64 after `whsec_`, or as it was typed. */
export const signatureOf = (key: string, { id, timestamp, body }: { id: string; timestamp: number; body: string }): string => {
  const bytes = key.startsWith("whsec_") ? Buffer.from(key.slice(6), "base64") : Buffer.from(key);
  return `v1,${createHmac("sha256", bytes).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
};

/** Posts the message as JSON. Every try of one message has the same id, under which a receiver takes it once. */
export const sendWebhook = async (
  deps: { outbound: Pick<Outbound, "post">; now: () => Date },
  { url }: z.output<typeof webhookConfig>,
  { key, message }: { key: string | undefined; message: ChannelMessage },
): Promise<ChannelOutcome> => {
  const whose = new URL(url).host;
  const body = JSON.stringify(message);
  const { id } = message;
  const timestamp = Math.floor(deps.now().getTime() / 1_000);
  try {
    const answer = await deps.outbound.post({
      url,
      headers: {
        ...{ "content-type": "application/json", "user-agent": "Beckon", "idempotency-key": id },
        ...{ "webhook-id": id, "webhook-timestamp": String(timestamp) },
        ...(key ? { "webhook-signature": signatureOf(key, { id, timestamp, body }) } : {}),
      },
      body,
    });
    return answerOf(whose, answer, deps.now());
  } catch (error) {
    return failureOf(whose, error);
  }
};
