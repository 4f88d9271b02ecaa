import type { Actor } from "@beckon/contracts/access";
import type { Rule, RuleProposal, RuleReplayFigures, RuleTerms } from "@beckon/contracts/rules";
import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { decisionRequests } from "../decisions/decisions.table.ts";
import { instant } from "../platform/db/columns.ts";

type Figures = RuleReplayFigures & { days: number };

export const rules = pgTable(
  "rule",
  {
    id: text("id").primaryKey(),
    terms: jsonb("terms").$type<RuleTerms>().notNull(),
    hash: text("hash").notNull(),
    version: integer("version").notNull(),
    until: instant("until").notNull(),
    state: text("state").$type<Rule["state"]>().notNull(),
    off: jsonb("off").$type<NonNullable<Rule["off"]>>(),
    on: jsonb("on").$type<NonNullable<Rule["on"]>>(),
    createdAt: instant("created_at").notNull(),
    createdBy: jsonb("created_by").$type<Actor>().notNull(),
    /** It was proposed under this key: while it is there, it is not proposed again. */
    proposalId: text("proposal_id"),
    callerId: text("caller_id").notNull(),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash").notNull(),
    answered: integer("answered").notNull().default(0),
    answeredAt: instant("answered_at"),
    left: integer("left").notNull().default(0),
    leftAt: instant("left_at"),
  },
  (table) => [
    uniqueIndex("rule_idempotency").on(table.callerId, table.idempotencyKey),
    index("rule_on")
      .on(table.until)
      .where(sql`state = 'on'`),
    check("rule_state", sql`state in ('on', 'off')`),
  ],
);
export type RuleRow = typeof rules.$inferSelect;

/** Every answer that a rule gave. Kept when the rule is deleted: what it did stays done. */
export const ruleAnswers = pgTable(
  "rule_answer",
  {
    requestId: text("request_id")
      .primaryKey()
      .references(() => decisionRequests.id, { onDelete: "cascade" }),
    ruleId: text("rule_id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    option: text("option").notNull(),
    why: jsonb("why").$type<string[]>().notNull(),
    at: instant("at").notNull(),
  },
  (table) => [index("rule_answer_rule").on(table.ruleId, table.at, table.requestId)],
);
export type RuleAnswerRow = typeof ruleAnswers.$inferSelect;

/** What a replay found: a rule is switched on with one of the same terms. */
export const ruleReplays = pgTable(
  "rule_replay",
  {
    id: text("id").primaryKey(),
    hash: text("hash").notNull(),
    figures: jsonb("figures").$type<Figures>().notNull(),
    at: instant("at").notNull(),
  },
  (table) => [index("rule_replay_at").on(table.at)],
);

export const ruleProposals = pgTable("rule_proposal", {
  id: text("id").primaryKey(),
  value: jsonb("value").$type<RuleProposal>().notNull(),
  at: instant("at").notNull(),
});

/** Never again, for this person. */
export const ruleDismissals = pgTable(
  "rule_proposal_dismissal",
  {
    proposalId: text("proposal_id").notNull(),
    personId: text("person_id").notNull(),
    at: instant("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.proposalId, table.personId] })],
);
