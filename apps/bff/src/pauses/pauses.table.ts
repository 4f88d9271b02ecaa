import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** A person's wish that a run stop at its next step, and what came of it. */
export const pauses = pgTable(
  "pause",
  {
    id: text("id").primaryKey(),
    sessionId: text("session_id").notNull(),
    /** The token that the run reports with, and the agent's own id of it: what its hooks are known by. */
    ownerId: text("owner_id").notNull(),
    sessionKey: text("session_key").notNull(),
    state: text("state").$type<"requested" | "held" | "resumed" | "let_go">().notNull(),
    at: instant("at").notNull(),
    by: text("by").notNull(),
    heldAt: instant("held_at"),
    step: text("step"),
    endedAt: instant("ended_at"),
    note: text("note"),
    /** The step that is held by it; `step`, `heldAt` and the signs are this one's. */
    hold: text("hold"),
    /** Whoever holds it gives a sign until then. */
    leaseUntil: instant("lease_until"),
  },
  (table) => [
    uniqueIndex("pause_active")
      .on(table.sessionId)
      .where(sql`state in ('requested', 'held')`),
    index("pause_session").on(table.sessionId, table.at),
  ],
);
export type PauseRow = typeof pauses.$inferSelect;
