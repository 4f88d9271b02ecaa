import type { Actor } from "@beckon/contracts/access";
import type { Escalation, EscalationPolicy, Severity } from "@beckon/contracts/escalation";
import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";
import type { NoticeWords } from "../notifications.types.ts";

/** The one set of steps; without a row the default holds. */
export const escalationPolicies = pgTable("escalation_policy", {
  id: text("id").primaryKey(),
  policy: jsonb("policy").$type<EscalationPolicy>().notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/**
 * A page on its way from device to device. Which step is next stands in the row: whoever makes a step locks it,
 * and counts on in the same transaction, so that no step is made twice and none is lost.
 */
export const escalations = pgTable(
  "escalation",
  {
    id: text("id").primaryKey(),
    occasion: text("occasion").notNull(),
    requestId: text("request_id"),
    severity: text("severity").$type<Severity>().notNull(),
    /** Who is told first, where it is somebody's. */
    personId: text("person_id"),
    /** What is said; of a request, what it says is its own. */
    notice: jsonb("notice").$type<NoticeWords>(),
    title: text("title").notNull(),
    /** As the policy was when it began. */
    policy: jsonb("policy").$type<Pick<EscalationPolicy, "steps" | "repeat">>().notNull(),
    state: text("state").$type<Escalation["state"]>().notNull(),
    /** The next step, counted on over all rounds. */
    next: integer("next").notNull(),
    nextAt: instant("next_at"),
    steps: jsonb("steps").$type<Escalation["steps"]>().notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    by: jsonb("by").$type<Actor>(),
  },
  (table) => [
    uniqueIndex("escalation_one")
      .on(table.occasion)
      .where(sql`state <> 'settled'`),
    index("escalation_log").on(table.startedAt, table.id),
    check("escalation_state", sql`state in ('open', 'exhausted', 'acknowledged', 'settled')`),
  ],
);
export type EscalationRow = typeof escalations.$inferSelect;
