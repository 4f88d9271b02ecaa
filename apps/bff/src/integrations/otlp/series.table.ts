import { bigint, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/**
 * Where cumulative counters stood: one row for each run of a counter, so that a late point of the run
 * before a restart still finds its own. Amounts are whole (tokens, or millionths of a dollar).
 */
export const otlpSeries = pgTable(
  "otlp_series",
  {
    ownerId: text("owner_id").notNull(),
    series: uuid("series").notNull(),
    /** Nanoseconds since 1970. */
    startNano: bigint("start_nano", { mode: "bigint" }).notNull(),
    timeNano: bigint("time_nano", { mode: "bigint" }).notNull(),
    amount: bigint("amount", { mode: "number" }).notNull(),
    seenAt: instant("seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.series, table.startNano] }), index("otlp_series_seen").on(table.seenAt)],
);

/** What one request tells that later ones are read by: conversations to leave out, services that tell every call. */
export const otlpMarks = pgTable(
  "otlp_mark",
  { ownerId: text("owner_id").notNull(), key: text("key").notNull(), seenAt: instant("seen_at").notNull() },
  (table) => [primaryKey({ columns: [table.ownerId, table.key] }), index("otlp_mark_seen").on(table.seenAt)],
);
