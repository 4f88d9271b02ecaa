import { z } from "zod";
import { idOf, instant, text } from "./common.ts";
import { decisionOption, risk } from "./decisions.ts";

const base64url = (min: number, max: number) => z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${min},${max}}={0,2}$`));

/** `PUT /api/devices/me/push-subscription`: what `PushSubscription.toJSON()` gives. */
export const pushSubscriptionInput = z.strictObject({
  endpoint: z.url().max(2_000),
  expirationTime: z.number().nullish(),
  keys: z.strictObject({ p256dh: base64url(86, 88), auth: base64url(20, 24) }),
});
export type PushSubscriptionInput = z.infer<typeof pushSubscriptionInput>;

/** held: waits for a digest or the end of quiet hours · gathered: told within a digest · a channel's last state is accepted. */
export const deliveryStatus = z.enum(["held", "queued", "accepted", "shown", "opened", "answered", "failed", "gathered"]);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

/** digest: several things that were held, in one · check: the weekly look whether a silent device still hears. */
export const deliveryKind = z.enum(["decision", "reminder", "withdraw", "test", "notice", "digest", "check"]);

/** One notification on its way to one device, or to a channel. */
export const delivery = z.object({
  id: idOf("dl"),
  kind: deliveryKind,
  requestId: z.string().optional(),
  via: z.enum(["push", "ntfy", "webhook", "email"]),
  /** The device, or the channel. */
  deviceId: z.string(),
  deviceName: z.string(),
  status: deliveryStatus,
  attempts: z.number().int(),
  reason: z.string().optional(),
  /** What the other side said when it took it; of channels. */
  answer: z.string().optional(),
  /** What a notice says. */
  title: z.string().optional(),
  /** The escalation that it is a step of, and which one, counted on over its rounds. */
  escalationId: z.string().optional(),
  step: z.number().int().optional(),
  heldUntil: instant.optional(),
  /** The digest that told it. */
  digestId: z.string().optional(),
  createdAt: instant,
  acceptedAt: instant.optional(),
  shownAt: instant.optional(),
  openedAt: instant.optional(),
  answeredAt: instant.optional(),
  failedAt: instant.optional(),
});
export type Delivery = z.infer<typeof delivery>;
export const deliveryPage = z.object({ items: z.array(delivery), cursor: z.string().optional() });

/** `POST /api/deliveries/:id/ack`, by the service worker with the delivery's capability. */
export const deliveryAck = z.strictObject({ event: z.enum(["shown", "opened"]) });

export const vapidKey = z.object({ publicKey: z.string() });

/** What the service worker needs, beside what the platform shows by itself. At most 3 KB as JSON. */
export const pushData = z.object({
  v: z.literal(1),
  type: deliveryKind,
  deliveryId: z.string(),
  /** Bearer of this one delivery: acknowledges it and, for `decision`, answers once with `answers`. */
  capability: z.string(),
  requestId: z.string().optional(),
  /** Options that may be answered from the notification, at most two (risk decides). */
  answers: z.array(decisionOption.pick({ id: true, label: true })).max(2),
  /** Enough to draw the card before the first sync; absent in private mode. */
  card: z
    .object({
      title: text(300),
      agent: z.string(),
      risk,
      command: z.string().optional(),
      askedAt: instant,
      expiresAt: instant.optional(),
    })
    .optional(),
});
export type PushData = z.infer<typeof pushData>;

/** One payload for all browsers: declarative Web Push, read by our service worker too. */
export const pushPayload = z.object({
  web_push: z.literal(8030),
  mutable: z.literal(true),
  app_badge: z.number().int().optional(),
  notification: z.object({
    title: z.string(),
    body: z.string(),
    navigate: z.string(),
    tag: z.string(),
    lang: z.literal("en"),
    silent: z.boolean().optional(),
    data: pushData,
  }),
});
export type PushPayload = z.infer<typeof pushPayload>;
