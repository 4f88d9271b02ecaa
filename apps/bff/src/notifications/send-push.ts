import { createHash } from "node:crypto";
import type { PushPayload } from "@beckon/contracts/notifications";
import { OutboundError, type Outbound } from "../platform/outbound/outbound.ts";
import type { Subscription } from "./subscriptions.repository.ts";
import type { VapidKeys } from "./vapid.ts";

/** What became of one try. "accepted" is the push service's word: it is not yet shown. */
export type PushOutcome =
  | { kind: "accepted" }
  /** 404, 410: the one answer that ends a subscription. */
  | { kind: "gone"; reason: string }
  /** 413: our payload was too large for this service. */
  | { kind: "tooLarge"; reason: string }
  /** 429: leave it alone for so long. */
  | { kind: "later"; afterMs: number; reason: string }
  /** 5xx, 408, no answer: worth another try. */
  | { kind: "retry"; reason: string }
  /** 400, 401, 403, redirects and our own guard: another try gets the same answer. The subscription stays. */
  | { kind: "refused"; reason: string };

export type Push = {
  subscription: Pick<Subscription, "endpoint" | "keys" | "service">;
  payload: PushPayload;
  ttlSeconds: number;
  urgency: "high" | "normal";
  /** Of two that wait at the push service under one topic, only the newer is delivered. */
  topic?: string;
};

/** A request's topic: 32 characters that do not tell its id. */
export const topicOf = (requestId: string): string => createHash("sha256").update(requestId).digest("base64url").slice(0, 32);

/** One push, encrypted for one subscription, to its push service. Never throws for what a push service does. */
export const createPushSender = (options: {
  outbound: Pick<Outbound, "post">;
  keys: VapidKeys;
  subject: { subject: string; apple: boolean };
  now: () => Date;
}) => {
  const { outbound, keys, subject, now } = options;
  return async ({ subscription, payload, ttlSeconds, urgency, topic }: Push): Promise<PushOutcome> => {
    if (subscription.service === "Apple" && !subject.apple)
      return { kind: "refused", reason: "no VAPID subject: set BECKON_VAPID_SUBJECT or a public https origin" };
    try {
      // Loaded at the first push: a start does without it.
      const { default: webpush } = await import("web-push");
      const details = webpush.generateRequestDetails(
        { endpoint: subscription.endpoint, keys: subscription.keys },
        JSON.stringify(payload),
        {
          vapidDetails: { subject: subject.subject, ...keys },
          TTL: Math.max(0, Math.floor(ttlSeconds)),
          urgency,
          contentEncoding: "aes128gcm",
          ...(topic ? { topic } : {}),
        },
      );
      const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]));
      const answer = await outbound.post({ url: subscription.endpoint, headers, body: details.body as Uint8Array });
      return outcomeOf(answer, subscription.service, now());
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      const reason = `${subscription.service}'s push service: ${error.message}`;
      return error.kind === "refused" ? { kind: "refused", reason } : { kind: "retry", reason };
    }
  };
};
export type PushSender = ReturnType<typeof createPushSender>;

const outcomeOf = (answer: { status: number; retryAfter: string | undefined }, service: string, now: Date): PushOutcome => {
  const { status } = answer;
  const reason = `${service}'s push service answered ${status}`;
  if (status >= 200 && status < 300) return { kind: "accepted" };
  if (status === 404 || status === 410) return { kind: "gone", reason: `${reason}: the browser has ended the subscription` };
  if (status === 413) return { kind: "tooLarge", reason };
  if (status === 429) return { kind: "later", afterMs: parseRetryAfter(answer.retryAfter, now), reason: `${reason}: too many pushes` };
  if (status >= 500 || status === 408) return { kind: "retry", reason };
  return { kind: "refused", reason };
};

const hour = 3_600_000;

/** `Retry-After` in seconds or as a date, between a second and a day; a minute where there is none. */
export const parseRetryAfter = (value: string | undefined, now: Date): number => {
  const text = value?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1_000), 24 * hour) : 60_000;
};
