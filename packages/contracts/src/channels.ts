import { z } from "zod";
import { idOf, instant, text } from "./common.ts";
import { channelId } from "./escalation.ts";
import { deliveryStatus } from "./notifications.ts";

export const channelKind = z.enum(["ntfy", "webhook", "email"]);
export type ChannelKind = z.infer<typeof channelKind>;

const address = z.email().max(254);
const shared = {
  name: text(60),
  /** Says only that something waits, and nothing of what. */
  private: z.boolean().default(false),
  enabled: z.boolean().default(true),
};
/** Kept sealed, and never told again; left out it stays as it is, `null` takes it away. */
const secret = text(1_000).nullish();

export const ntfyConfig = z.strictObject({
  /** Of the ntfy server, such as https://ntfy.sh. */
  server: z.url({ protocol: /^https?$/ }).max(500),
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, "1–64 letters, digits, - or _"),
});
export const webhookConfig = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000) });
export const emailConfig = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9.-]{1,253}$/, "must be a host name"),
  port: z.number().int().min(1).max(65_535),
  /** tls: from the first byte · starttls: upgraded, or not sent at all · none: only for a host that the server's owner has named. */
  security: z.enum(["tls", "starttls", "none"]),
  user: text(254).optional(),
  from: address,
  to: z.array(address).min(1).max(10),
});

/** A way to people that is no device: an ntfy topic (secret: its token), a signed webhook (secret: the key), or mail (secret: the password). */
export const channelInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ntfy"), ...shared, config: ntfyConfig, secret }),
  z.strictObject({ kind: z.literal("webhook"), ...shared, config: webhookConfig, secret }),
  z.strictObject({ kind: z.literal("email"), ...shared, config: emailConfig, secret }),
]);
export type ChannelInput = z.output<typeof channelInput>;

const read = {
  id: channelId,
  name: z.string(),
  private: z.boolean(),
  enabled: z.boolean(),
  hasSecret: z.boolean(),
  createdAt: instant,
  /** What became of the last message. */
  last: z.object({ at: instant, status: deliveryStatus, words: z.string().optional() }).optional(),
};
export const channel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ntfy"), ...read, config: ntfyConfig }),
  z.object({ kind: z.literal("webhook"), ...read, config: webhookConfig }),
  z.object({ kind: z.literal("email"), ...read, config: emailConfig }),
]);
export type Channel = z.infer<typeof channel>;
export const channelList = z.object({ items: z.array(channel) });

/**
 * What a webhook is posted, signed by Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
 * `id` is the same for every try of one message; `key` is the same for a page and the word that it is over.
 */
export const webhookMessage = z.object({
  id: idOf("dl"),
  type: z.enum(["page", "resolved", "test"]),
  key: z.string(),
  at: instant,
  severity: z.enum(["warning", "critical"]),
  title: z.string(),
  body: z.string(),
  /** Where it is seen in the app. */
  url: z.string(),
  requestId: z.string().optional(),
});
export type WebhookMessage = z.infer<typeof webhookMessage>;
