import type { Actor } from "@beckon/contracts/access";
import type { Command, CommandKind, CommandState, CommandTasks } from "@beckon/contracts/controls";
import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** One control action on its way. Kept when its host is forgotten: what was done there stays done. */
export const commands = pgTable(
  "command",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<CommandKind>().notNull(),
    state: text("state").$type<CommandState>().notNull(),
    via: text("via").$type<Command["via"]>().notNull(),
    agentId: text("agent_id"),
    sessionId: text("session_id"),
    hostId: text("host_id"),
    processId: text("process_id"),
    profile: text("profile"),
    /** Of `start`: the name that the process is to have. */
    agentName: text("agent_name"),
    /** Where it goes at the next step: the wish that the run stand still. */
    pauseId: text("pause_id"),
    subject: text("subject").notNull(),
    /** The host or the run, for words about it. */
    target: text("target").notNull(),
    reason: text("reason"),
    /** Of `message`: what is said. */
    text: text("text"),
    /** What becomes of the agent's open tasks when it is done. */
    tasks: jsonb("tasks").$type<CommandTasks>(),
    /** Said at the run's next step: the token that it reports with, and the agent's own id of it. */
    ownerId: text("owner_id"),
    sessionKey: text("session_key"),
    /** The call whose answer it went into, and until when it is believed to be on its way there. */
    handedTo: text("handed_to"),
    handedUntil: instant("handed_until"),
    by: jsonb("by").$type<Actor>().notNull(),
    /** Who asked, and with what key: the same again is the same commands. `place` counts those of one request. */
    callerId: text("caller_id").notNull(),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash").notNull(),
    place: integer("place").notNull(),
    graceSeconds: integer("grace_seconds").notNull(),
    requestedAt: instant("requested_at").notNull(),
    deliveredAt: instant("delivered_at"),
    acknowledgedAt: instant("acknowledged_at"),
    endedAt: instant("ended_at"),
    expiresAt: instant("expires_at").notNull(),
    result: text("result"),
  },
  (table) => [
    uniqueIndex("command_idempotency").on(table.callerId, table.idempotencyKey, table.place),
    index("command_open_of_host")
      .on(table.hostId, table.requestedAt)
      .where(sql`ended_at is null`),
    index("command_due")
      .on(table.expiresAt)
      .where(sql`ended_at is null`),
    index("command_pause")
      .on(table.pauseId)
      .where(sql`pause_id is not null`),
    index("command_said")
      .on(table.ownerId, table.sessionKey, table.requestedAt)
      .where(sql`owner_id is not null`),
    index("command_process").on(table.processId),
    index("command_history").on(table.requestedAt, table.id),
    check("command_state", sql`state in ('requested', 'delivered', 'acknowledged', 'done', 'failed', 'expired', 'cancelled')`),
  ],
);
export type CommandRow = typeof commands.$inferSelect;
