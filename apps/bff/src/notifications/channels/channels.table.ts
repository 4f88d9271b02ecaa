import type { ChannelKind } from "@beckon/contracts/channels";
import { boolean, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/** A way to people that is no device. Its secret is sealed with a key of this server. */
export const channels = pgTable("notification_channel", {
  id: text("id").primaryKey(),
  kind: text("kind").$type<ChannelKind>().notNull(),
  name: text("name").notNull(),
  private: boolean("private").notNull(),
  enabled: boolean("enabled").notNull(),
  config: jsonb("config").$type<Record<string, unknown>>().notNull(),
  secret: text("secret"),
  createdAt: instant("created_at").notNull(),
});
export type ChannelRow = typeof channels.$inferSelect;
