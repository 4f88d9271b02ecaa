import type { Action, DecisionOption, DecisionRequest } from "@beckon/contracts/decisions";
import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { agents } from "../agents/agents.table.ts";
import { instant } from "../platform/db/columns.ts";
import type { StoredDecision } from "./decisions.types.ts";

export const decisionRequests = pgTable(
  "decision_request",
  {
    id: text("id").primaryKey(),
    /** The token that asked: only it may read, cancel and report on the request as an agent. */
    ownerId: text("owner_id").notNull(),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash").notNull(),
    /** Nobody, where the server itself asks. */
    agentId: text("agent_id").references(() => agents.id),
    agent: jsonb("agent").$type<DecisionRequest["agent"]>().notNull(),
    kind: text("kind").$type<DecisionRequest["kind"]>().notNull(),
    title: text("title").notNull(),
    body: text("body"),
    options: jsonb("options").$type<DecisionOption[]>().notNull(),
    allowText: boolean("allow_text").notNull(),
    multiple: boolean("multiple").notNull().default(false),
    action: jsonb("action").$type<Action>(),
    actionHash: text("action_hash").notNull(),
    risk: text("risk").$type<DecisionRequest["risk"]>().notNull(),
    riskReasons: jsonb("risk_reasons").$type<string[]>().notNull(),
    taskId: text("task_id"),
    callbackUrl: text("callback_url"),
    status: text("status").$type<DecisionRequest["status"]>().notNull().default("pending"),
    askedAt: instant("asked_at").notNull(),
    expiresAt: instant("expires_at"),
    onExpiry: text("on_expiry"),
    decision: jsonb("decision").$type<StoredDecision>(),
    cancelReason: text("cancel_reason"),
    resolvedAt: instant("resolved_at"),
    outcome: jsonb("outcome").$type<NonNullable<DecisionRequest["outcome"]>>(),
    /** What the history search looks through, lower case. */
    searchText: text("search_text").notNull(),
  },
  (table) => [
    uniqueIndex("decision_request_idempotency").on(table.ownerId, table.idempotencyKey),
    index("decision_request_pending")
      .on(table.askedAt)
      .where(sql`status = 'pending'`),
    index("decision_request_history").on(table.askedAt, table.id),
    index("decision_request_agent").on(table.agentId, table.askedAt),
    check("decision_request_status", sql`status in ('pending', 'decided', 'cancelled', 'expired')`),
    check("decision_request_risk", sql`risk in ('low', 'medium', 'high', 'critical')`),
  ],
);
export type DecisionRequestRow = typeof decisionRequests.$inferSelect;
export type NewDecisionRequestRow = typeof decisionRequests.$inferInsert;

/** One person's wish not to see a request until later. */
export const snoozes = pgTable(
  "decision_snooze",
  {
    requestId: text("request_id")
      .notNull()
      .references(() => decisionRequests.id, { onDelete: "cascade" }),
    personId: text("person_id").notNull(),
    until: instant("until").notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.personId] })],
);
