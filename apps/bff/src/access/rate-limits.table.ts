import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Counters of tries, shared by all processes; column names are the limiter library's. */
export const rateLimits = pgTable("rate_limit", {
  key: text("key").primaryKey(),
  points: integer("points").notNull(),
  expire: timestamp("expire", { withTimezone: true, mode: "date" }),
});
