import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { decisionRequests } from "../decisions/decisions.table.ts";

/** Epoch milliseconds: tens of thousands of them are read and added up for one screen. */
const moment = (name: string) => bigint(name, { mode: "number" });

/**
 * One narrow row per request: what the ledger adds up, without its words. Written in the transactions that ask and end
 * it; gone with it.
 */
export const attentionWaits = pgTable(
  "attention_wait",
  {
    requestId: text("request_id")
      .primaryKey()
      .references(() => decisionRequests.id, { onDelete: "cascade" }),
    /** Empty: the server itself asked, no agent waits. */
    agentId: text("agent_id").notNull(),
    kind: text("kind").notNull(),
    /** Empty: not told. */
    project: text("project").notNull(),
    demo: boolean("demo").notNull(),
    /** Of what makes two requests the same habit. */
    habit: uuid("habit").notNull(),
    askedAt: moment("asked_at").notNull(),
    endedAt: moment("ended_at"),
    ended: text("ended").$type<"person" | "rule" | "expired" | "withdrawn">(),
    /** Of a person's answer: the device, empty for a script; what it said, as rules see it. */
    deviceId: text("device_id"),
    tone: text("tone").$type<"approve" | "deny" | "other">(),
    /** How long its card had been open when it was answered, before the cap, and when that was by the device's clock. */
    openMs: moment("open_ms"),
    answeredAt: moment("answered_at"),
    /** It stands in a pack: figures are read from there. */
    packed: boolean("packed").notNull().default(false),
  },
  (table) => [
    index("attention_wait_ended").on(table.endedAt),
    index("attention_wait_open")
      .on(table.askedAt)
      .where(sql`ended_at is null`),
    index("attention_wait_loose")
      .on(table.askedAt)
      .where(sql`not packed`),
    index("attention_wait_asked").on(table.askedAt, table.requestId),
    index("attention_wait_habit").on(table.habit, table.endedAt),
    check("attention_wait_ended_how", sql`(ended is null) = (ended_at is null)`),
  ],
);
export type NewWaitRow = typeof attentionWaits.$inferInsert;

/** Every notification that a device showed; kept when the notification log forgets it. */
export const attentionPushes = pgTable(
  "attention_push",
  {
    deliveryId: text("delivery_id").primaryKey(),
    requestId: text("request_id")
      .notNull()
      .references(() => decisionRequests.id, { onDelete: "cascade" }),
    at: moment("at").notNull(),
    /** It stands in the pack of its request. */
    packed: boolean("packed").notNull().default(false),
  },
  (table) => [
    index("attention_push_at").on(table.at),
    index("attention_push_loose")
      .on(table.at)
      .where(sql`not packed`),
    index("attention_push_request").on(table.requestId),
  ],
);

/**
 * Some thousand waits that are long over, as one text: a year is then some dozen rows to read instead of tens of
 * thousands. Never of the demo fleet, whose rows may go.
 */
export const attentionPacks = pgTable(
  "attention_pack",
  {
    /** The first request in it. */
    id: text("id").primaryKey(),
    firstAt: moment("first_at").notNull(),
    lastAt: moment("last_at").notNull(),
    body: text("body").notNull(),
  },
  (table) => [index("attention_pack_last").on(table.lastAt)],
);

/** What was asked and shown before there was a ledger was taken into it up to here. */
export const attentionFills = pgTable("attention_fill", {
  id: text("id").primaryKey(),
  /** The request after which it goes on; null: all is in it. */
  askedAt: moment("asked_at"),
  requestId: text("request_id"),
});
