import type { Actor } from "@beckon/contracts/access";
import type { RecoveryAct, RecoveryAction, RecoveryItemKind, RecoveryItemState, RecoveryState } from "@beckon/contracts/recovery";
import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { Caller } from "../platform/http/env.ts";
import type { KeptTask } from "../tasks/recover.ts";

/** One act on the whole team, as a person asked for it. */
export const recoveries = pgTable(
  "recovery",
  {
    id: text("id").primaryKey(),
    action: text("action").$type<RecoveryAction>().notNull(),
    state: text("state").$type<RecoveryState>().notNull(),
    by: jsonb("by").$type<Actor>().notNull(),
    /** On whose word it is done, also after a restart. */
    caller: jsonb("caller").$type<Caller>().notNull(),
    callerId: text("caller_id").notNull(),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash").notNull(),
    reason: text("reason"),
    requestedAt: instant("requested_at").notNull(),
    endedAt: instant("ended_at"),
    resumedBy: jsonb("resumed_by").$type<Actor>(),
    resumeCaller: jsonb("resume_caller").$type<Caller>(),
    resumeAskedAt: instant("resume_asked_at"),
    resumedAt: instant("resumed_at"),
  },
  (table) => [
    uniqueIndex("recovery_idempotency").on(table.callerId, table.idempotencyKey),
    // One of a kind at a time, however many press: the others get the one that there is.
    uniqueIndex("recovery_under_way")
      .on(table.action)
      .where(sql`state = 'running' or (action = 'maintenance' and state <> 'resumed')`),
    index("recovery_history").on(table.requestedAt, table.id),
  ],
);
export type RecoveryRow = typeof recoveries.$inferSelect;

/** One thing that it touches: what it was, what is done with it, and what came of that; `back_…`: the same of the way back. */
export const recoveryItems = pgTable(
  "recovery_item",
  {
    recoveryId: text("recovery_id")
      .notNull()
      .references(() => recoveries.id, { onDelete: "cascade" }),
    n: integer("n").notNull(),
    kind: text("kind").$type<RecoveryItemKind>().notNull(),
    targetId: text("target_id").notNull(),
    name: text("name").notNull(),
    place: text("place"),
    before: text("before").notNull(),
    act: text("act").$type<RecoveryAct>().notNull(),
    effect: text("effect").notNull(),
    hostId: text("host_id"),
    agentId: text("agent_id"),
    state: text("state").$type<RecoveryItemState>().notNull(),
    words: text("words"),
    commandId: text("command_id"),
    /** Of a run: the wish that it stand still. */
    pauseId: text("pause_id"),
    /** Of a task: what it was, exactly. */
    kept: jsonb("kept").$type<KeptTask>(),
    backState: text("back_state").$type<RecoveryItemState>(),
    backWords: text("back_words"),
    backCommandId: text("back_command_id"),
  },
  (table) => [
    primaryKey({ columns: [table.recoveryId, table.n] }),
    index("recovery_item_command")
      .on(table.commandId)
      .where(sql`command_id is not null`),
    index("recovery_item_back_command")
      .on(table.backCommandId)
      .where(sql`back_command_id is not null`),
  ],
);
export type ItemRow = typeof recoveryItems.$inferSelect;
