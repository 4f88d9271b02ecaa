import type { NoticeKind } from "@beckon/contracts/notification-policy";
import type { Delivery, DeliveryStatus } from "@beckon/contracts/notifications";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { decisionRequests } from "../decisions/decisions.table.ts";
import { instant } from "../platform/db/columns.ts";
import type { NoticeWords } from "./notifications.types.ts";

/**
 * Where a device's browser takes its pushes: at most one per device. Endpoint and keys are
 * secrets (who has them can write to the lock screen); they are wiped when the subscription ends.
 */
export const pushSubscriptions = pgTable(
  "push_subscription",
  {
    deviceId: text("device_id").primaryKey(),
    state: text("state").$type<"active" | "gone">().notNull(),
    endpoint: text("endpoint"),
    p256dh: text("p256dh"),
    auth: text("auth"),
    /** The server's key it was made with: under another one the push service takes nothing. */
    vapidKeyId: text("vapid_key_id").notNull(),
    /** Which browser maker's push service, in words, such as "Apple". */
    service: text("service").notNull(),
    /** The push service asked to be left alone until then (429). */
    notBefore: instant("not_before"),
    failingSince: instant("failing_since"),
    /** Why the last push failed; empty after one that was accepted. */
    failure: text("failure"),
    lastAcceptedAt: instant("last_accepted_at"),
    lastShownAt: instant("last_shown_at"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("push_subscription_endpoint").on(table.endpoint),
    check("push_subscription_state", sql`state in ('active', 'gone')`),
  ],
);
export type SubscriptionRow = typeof pushSubscriptions.$inferSelect;

/** The notification log: one row per notification and device, so that no retry notifies twice. */
export const deliveries = pgTable(
  "delivery",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<Delivery["kind"]>().notNull(),
    requestId: text("request_id").references(() => decisionRequests.id, { onDelete: "cascade" }),
    deviceId: text("device_id").notNull(),
    /** As it was called then: the log outlives renaming and revoking. */
    deviceName: text("device_name").notNull(),
    /** The way it goes; `device_id` is then the channel's. */
    via: text("via").$type<Delivery["via"]>().notNull().default("push"),
    /** What the device's policy judges it by; nothing for what always goes at once. */
    topic: text("topic").$type<NoticeKind>(),
    /** Tells notifications of one kind about one request apart: the end of the snooze it reminds of. */
    occasion: text("occasion").notNull().default(""),
    /** What is said where it is about no request. */
    notice: jsonb("notice").$type<NoticeWords>(),
    status: text("status").$type<DeliveryStatus>().notNull().default("queued"),
    attempts: integer("attempts").notNull().default(0),
    reason: text("reason"),
    answer: text("answer"),
    escalationId: text("escalation_id"),
    step: integer("step"),
    /** While it is held: when it is told. */
    heldUntil: instant("held_until"),
    digestId: text("digest_id"),
    /** When the push service gives up on a device that does not fetch it. */
    expiresAt: instant("expires_at"),
    createdAt: instant("created_at").notNull(),
    acceptedAt: instant("accepted_at"),
    shownAt: instant("shown_at"),
    openedAt: instant("opened_at"),
    answeredAt: instant("answered_at"),
    failedAt: instant("failed_at"),
  },
  (table) => [
    uniqueIndex("delivery_once").on(table.requestId, table.deviceId, table.kind, table.occasion),
    index("delivery_log").on(table.createdAt, table.id),
    index("delivery_device").on(table.deviceId, table.createdAt),
    index("delivery_held")
      .on(table.deviceId, table.heldUntil)
      .where(sql`status = 'held'`),
    index("delivery_escalation")
      .on(table.escalationId, table.step)
      .where(sql`escalation_id is not null`),
    check("delivery_status", sql`status in ('held', 'queued', 'accepted', 'shown', 'opened', 'answered', 'failed', 'gathered')`),
  ],
);
export type DeliveryRow = typeof deliveries.$inferSelect;
