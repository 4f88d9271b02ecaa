import type { ChannelKind } from "@beckon/contracts/channels";
import { boolean, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/** A way to people that is no device. Its secret is sealed with a key of this server. */
export const channels = pgTable(
  "notification_channel",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<ChannelKind>().notNull(),
    name: text("name").notNull(),
    private: boolean("private").notNull(),
    enabled: boolean("enabled").notNull(),
    config: jsonb("config").$type<Record<string, unknown>>().notNull(),
    secret: text("secret"),
    createdAt: instant("created_at").notNull(),
    /** Who asked for it, and with what key: the same again is the same channel. */
    callerId: text("caller_id"),
    idempotencyKey: text("idempotency_key"),
    /** Of what was asked, its secret among it: made with a key of this server. */
    inputHash: text("input_hash"),
  },
  (table) => [uniqueIndex("notification_channel_idempotency").on(table.callerId, table.idempotencyKey)],
);
export type ChannelRow = typeof channels.$inferSelect;
