import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { Grain } from "./usage.types.ts";

const sum = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/** What a row adds up. `records` are calls, or steps of a counter where calls are not told one by one. */
const counts = {
  records: sum("records"),
  calls: sum("calls"),
  input: sum("input"),
  output: sum("output"),
  cacheRead: sum("cache_read"),
  cacheWrite: sum("cache_write"),
  reasoning: sum("reasoning"),
};
/** Millionths of a dollar; of how many records the cost is known, and of how many it is not. */
const money = { micros: sum("micros"), priced: sum("priced"), unpriced: sum("unpriced") };

/**
 * The ledger: what one session used in one quarter of an hour. Quarters, because the days and hours of
 * people in Delhi or Kathmandu begin on them. All channels are kept here; the session's row says which counts.
 */
export const usageEntries = pgTable(
  "usage_entry",
  {
    sessionId: text("session_id").notNull(),
    at: instant("at").notNull(),
    /** Of all that follows but the sums. */
    key: uuid("key").notNull(),
    model: text("model").notNull(),
    channel: text("channel").$type<"event" | "span" | "metric">().notNull(),
    task: text("task").notNull(),
    /** How these calls themselves were said to be paid; empty: not said. */
    payment: text("payment").notNull(),
    /** Where the cost is from: "agent", the price table with its version, an override; empty: unknown. */
    price: text("price").notNull(),
    ...counts,
    micros: money.micros,
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.at, table.key] }),
    index("usage_entry_task")
      .on(table.task, table.at)
      .where(sql`task <> ''`),
  ],
);

/** One per session that used anything: where its usage goes, which channel counts, and what that adds up to. */
export const usageSessions = pgTable(
  "usage_session",
  {
    sessionId: text("session_id").primaryKey(),
    agentId: text("agent_id").notNull(),
    role: text("role").notNull(),
    project: text("project").notNull(),
    payment: text("payment").notNull(),
    /** Of the demo fleet: kept apart from what really was spent, here and in the roll-ups. */
    demo: boolean("demo").notNull().default(false),
    /** The best channel seen so far, see channels.ts; 0: none yet. */
    rank: smallint("rank").notNull().default(0),
    /** How its calls were said to be paid, if all said the same (empty: none said); else "mixed". */
    told: text("told"),
    models: jsonb("models").$type<string[]>().notNull().default([]),
    /** The first and the last quarter with something that counts. */
    firstAt: instant("first_at"),
    lastAt: instant("last_at"),
    ...counts,
    ...money,
  },
  (table) => [index("usage_session_time").on(table.lastAt), index("usage_session_agent").on(table.agentId, table.lastAt)],
);

/**
 * What counts, added up in the transaction that books it, so that no screen's cost grows with history:
 * by quarter, hour and UTC day with all keys; by 8 and 32 days with all but the task, of which each day has others; and by
 * quarter, hour and day with model and payment alone ("clock"), whose size does not grow with the number of agents either.
 */
export const usageRollups = pgTable(
  "usage_rollup",
  {
    grain: text("grain").$type<Grain>().notNull(),
    at: instant("at").notNull(),
    /** Of the names that follow. */
    key: uuid("key").notNull(),
    agentId: text("agent_id").notNull(),
    role: text("role").notNull(),
    model: text("model").notNull(),
    project: text("project").notNull(),
    task: text("task").notNull(),
    payment: text("payment").notNull(),
    demo: boolean("demo").notNull().default(false),
    ...counts,
    ...money,
  },
  (table) => [
    primaryKey({ columns: [table.grain, table.at, table.key] }),
    index("usage_rollup_agent")
      .on(table.agentId, table.grain, table.at)
      .where(sql`agent_id <> ''`),
    index("usage_rollup_project")
      .on(table.project, table.grain, table.at)
      .where(sql`project <> ''`),
    index("usage_rollup_task")
      .on(table.task, table.grain, table.at)
      .where(sql`task <> ''`),
  ],
);
