import type { Actor } from "@beckon/contracts/access";
import type {
  HealingAct,
  HealingEvidence,
  HealingFault,
  HealingLeft,
  HealingLikelihood,
  HealingLimits,
  HealingMode,
  HealingRun,
  HealingScope,
  HealingStep,
  HealingSubject,
  TakenStep,
} from "@beckon/contracts/healing";
import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { Target } from "./target.ts";

/** It runs by itself: the one that is not switched off, and those of before. */
export const healingRules = pgTable(
  "healing_rule",
  {
    id: text("id").primaryKey(),
    mode: text("mode").$type<HealingMode>().notNull(),
    scope: jsonb("scope").$type<HealingScope>().notNull(),
    limits: jsonb("limits").$type<HealingLimits>().notNull(),
    everyMinutes: integer("every_minutes").notNull(),
    until: instant("until"),
    by: jsonb("by").$type<Actor>().notNull(),
    at: instant("at").notNull(),
    /** When it is to look next: whoever moves this on looks, and nobody else. */
    nextAt: instant("next_at").notNull(),
    lookedAt: instant("looked_at"),
    offAt: instant("off_at"),
    offBy: text("off_by"),
  },
  () => [
    uniqueIndex("healing_rule_on")
      .on(sql`(off_at is null)`)
      .where(sql`off_at is null`),
  ],
);
export type RuleRow = typeof healingRules.$inferSelect;

/** A plan that is carried out, by a person's word or by the rule. */
export const healingRuns = pgTable(
  "healing_run",
  {
    id: text("id").primaryKey(),
    mode: text("mode").$type<HealingMode>().notNull(),
    limits: jsonb("limits").$type<HealingLimits>().notNull(),
    by: jsonb("by").$type<Actor>().notNull(),
    state: text("state").$type<HealingRun["state"]>().notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    left: jsonb("left_alone").$type<HealingLeft[]>().notNull(),
    demo: boolean("demo").notNull(),
    callerId: text("caller_id").notNull(),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash").notNull(),
  },
  (table) => [
    uniqueIndex("healing_run_idempotency").on(table.callerId, table.idempotencyKey),
    // One at a time: limits are counted from what the ones before did.
    uniqueIndex("healing_run_running")
      .on(sql`(state = 'running')`)
      .where(sql`state = 'running'`),
    index("healing_run_history").on(table.startedAt, table.id),
    check("healing_run_state", sql`state in ('running', 'over')`),
  ],
);
export type RunRow = typeof healingRuns.$inferSelect;

export const healingSteps = pgTable(
  "healing_step",
  {
    id: text("id").primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => healingRuns.id, { onDelete: "cascade" }),
    place: integer("place").notNull(),
    act: text("act").$type<HealingAct>().notNull(),
    fault: text("fault").$type<HealingFault>().notNull(),
    /** Whom it is about over time; see the findings. */
    key: text("key").notNull(),
    subject: jsonb("subject").$type<HealingSubject>().notNull(),
    reason: text("reason").notNull(),
    evidence: jsonb("evidence").$type<HealingEvidence[]>().notNull(),
    since: instant("since").notNull(),
    likelihood: jsonb("likelihood").$type<HealingLikelihood>(),
    refusedBy: jsonb("refused_by").$type<NonNullable<HealingStep["refusedBy"]>>(),
    until: instant("until"),
    to: jsonb("given_to").$type<HealingSubject>(),
    target: jsonb("target").$type<Target>().notNull(),
    /** By whose word: the run's, or that of the person who answered its question. */
    by: jsonb("by").$type<Actor>().notNull(),
    /** The step that asked, where this follows from its answer. */
    askedBy: text("asked_by"),
    state: text("state").$type<TakenStep["state"]>().notNull(),
    commandIds: jsonb("command_ids").$type<string[]>().notNull(),
    requestId: text("request_id"),
    /** It asked a person, who has not answered. */
    askOpen: boolean("ask_open").notNull().default(false),
    answer: jsonb("answer").$type<NonNullable<TakenStep["answer"]>>(),
    result: text("result"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    outcome: text("outcome").$type<NonNullable<TakenStep["outcome"]>>(),
    outcomeNote: text("outcome_note"),
    /** The first new evidence of work after it. */
    workedAt: instant("worked_at"),
  },
  (table) => [
    index("healing_step_of").on(table.runId, table.place),
    index("healing_step_acts").on(table.act, table.startedAt),
    // One question for each fault of each subject.
    uniqueIndex("healing_step_ask")
      .on(table.fault, table.key)
      .where(sql`ask_open`),
    index("healing_step_request")
      .on(table.requestId)
      .where(sql`request_id is not null`),
    index("healing_step_measured")
      .on(table.endedAt)
      .where(sql`outcome = 'pending'`),
    check("healing_step_state", sql`state in ('planned', 'doing', 'done', 'failed', 'refused')`),
  ],
);
export type StepRow = typeof healingSteps.$inferSelect;
