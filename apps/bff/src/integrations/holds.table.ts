import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text } from "drizzle-orm/pg-core";
import { decisionRequests } from "../decisions/decisions.table.ts";
import { instant } from "../platform/db/columns.ts";

/**
 * A question that an agent's hook waits for. The waiting is a connection in some process; what it
 * waits for stands here, so that any process can close it, and see when the connection is gone.
 */
export const hookHolds = pgTable(
  "hook_hold",
  {
    requestId: text("request_id")
      .primaryKey()
      .references(() => decisionRequests.id, { onDelete: "cascade" }),
    /** The same for questions that are answered together. */
    holdId: text("hold_id").notNull(),
    ownerId: text("owner_id").notNull(),
    source: text("source").notNull(),
    /** The agent's own run; a sub-agent's session is `<run>/<id>`. */
    run: text("run").notNull(),
    session: text("session").notNull(),
    tool: text("tool").notNull(),
    /** Hash of what the tool is called with; after a changed answer, of what it will be called with. */
    input: text("input").notNull(),
    /** Its command or file in words, to be told apart where a report has no id. */
    doing: text("doing"),
    callId: text("call_id"),
    /** The connection that waits, while one does. */
    attachment: text("attachment"),
    /** A lost connection comes again: then it is no refusal. */
    returns: boolean("returns").notNull(),
    state: text("state").$type<"open" | "answered" | "closed">().notNull().default("open"),
    askedAt: instant("asked_at").notNull(),
    leaseUntil: instant("lease_until").notNull(),
  },
  (table) => [
    index("hook_hold_run").on(table.ownerId, table.run),
    index("hook_hold_hold").on(table.holdId),
    index("hook_hold_live")
      .on(table.leaseUntil)
      .where(sql`state <> 'closed'`),
    check("hook_hold_state", sql`state in ('open', 'answered', 'closed')`),
  ],
);
export type HookHoldRow = typeof hookHolds.$inferSelect;
