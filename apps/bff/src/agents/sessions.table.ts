import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { SessionState } from "./session-state.ts";

/** One run of an agent. What is searched by stands in columns; the rest is one value, written as a whole. */
export const sessions = pgTable(
  "session",
  {
    id: text("id").primaryKey(),
    /** The token it came with, and the agent's own id of the run. */
    ownerId: text("owner_id").notNull(),
    key: text("key").notNull(),
    agentId: text("agent_id").notNull(),
    parentId: text("parent_id"),
    lastSignalAt: instant("last_signal_at").notNull(),
    /** The last sign to the minute: what is searched by, so that most writes touch no index. */
    activeAt: instant("active_at").notNull(),
    endedAt: instant("ended_at"),
    /** Grows with every write; who writes from memory finds out that another process was there. */
    version: integer("version").notNull().default(0),
    state: jsonb("state").$type<SessionState>().notNull(),
  },
  (table) => [
    uniqueIndex("session_identity").on(table.ownerId, table.key),
    index("session_of_agent").on(table.agentId, table.activeAt, table.id),
    index("session_active").on(table.activeAt, table.id),
  ],
);
export type SessionRow = typeof sessions.$inferSelect;
