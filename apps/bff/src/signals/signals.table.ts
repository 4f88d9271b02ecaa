import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/**
 * Every fact once. `key` is made of owner, source and the fact's own id, so that what is told again,
 * in whatever encoding and on whatever day, meets its own row.
 */
export const signals = pgTable(
  "signal",
  {
    key: uuid("key").primaryKey(),
    sessionId: text("session_id").notNull(),
    at: instant("at").notNull(),
    receivedAt: instant("received_at").notNull(),
    kind: text("kind").notNull(),
    source: text("source").notNull(),
    task: text("task"),
    data: jsonb("data").notNull(),
  },
  (table) => [
    index("signal_of_session").on(table.sessionId, table.at, table.key),
    // Rows lie in the order they came: what is older than a day is found by its pages alone.
    index("signal_received").using("brin", table.receivedAt),
  ],
);
