import type { Actor } from "@beckon/contracts/access";
import type { HoursBasis, HoursGrade, HoursTriple, Outcome, OutcomeSource } from "@beckon/contracts/outcomes";
import { sql } from "drizzle-orm";
import { bigint, bigserial, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { CommitFacts, Finding, OutcomeFact, PartFacts, TraceKind } from "./outcomes.types.ts";

/** What others told, in the order of its arrival, until it is read: they hold locks of their own, and nobody waits in a ring. */
export const outcomeInbox = pgTable("outcome_inbox", {
  seq: bigserial("seq", { mode: "number" }).primaryKey(),
  at: instant("at").notNull(),
  fact: jsonb("fact").$type<OutcomeFact>().notNull(),
});

/** A result that somebody accepted; one per work. What is only told when it is asked for is not in it: its cost. */
export const outcomes = pgTable(
  "outcome",
  {
    id: text("id").primaryKey(),
    workId: text("work_id").notNull(),
    source: text("source").$type<OutcomeSource>().notNull(),
    title: text("title").notNull(),
    url: text("url"),
    taskType: text("task_type").notNull(),
    acceptedAt: instant("accepted_at").notNull(),
    acceptedBy: text("accepted_by").notNull(),
    agentId: text("agent_id"),
    role: text("role"),
    team: text("team"),
    model: text("model"),
    project: text("project"),
    /** Thousandths of an hour; all or none. */
    p10: integer("p10"),
    p50: integer("p50"),
    p90: integer("p90"),
    grade: text("grade").$type<HoursGrade>(),
    basis: jsonb("basis").$type<HoursBasis>(),
    agentShare: integer("agent_share").notNull(),
    agentShareFrom: text("agent_share_from").$type<Outcome["agentShareFrom"]>().notNull(),
    counterfactual: integer("counterfactual").notNull(),
    d: integer("d").notNull(),
    state: text("state").$type<Outcome["durability"]["state"]>().notNull(),
    durability: jsonb("durability").$type<Pick<Outcome["durability"], "incident" | "evidence">>().notNull(),
    checkedAt: instant("checked_at"),
    nextAt: instant("next_at"),
    /** When its value was written down last. */
    writtenDownAt: instant("written_down_at"),
    /** Runs that took it back. */
    reworkSessions: jsonb("rework_sessions").$type<string[]>().notNull(),
    reviewMinutes: integer("review_minutes"),
    holdOut: boolean("hold_out").notNull(),
    /** What a person said: it stands whatever is told later. */
    given: jsonb("given").$type<Given>().notNull(),
    withdrawn: jsonb("withdrawn").$type<NonNullable<Outcome["withdrawn"]>>(),
    /** It was found to be the same work as another. */
    mergedInto: text("merged_into"),
    callerId: text("caller_id"),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash"),
    demo: boolean("demo").notNull(),
    searchText: text("search_text").notNull(),
    version: integer("version").notNull(),
  },
  (table) => [
    uniqueIndex("outcome_work")
      .on(table.workId)
      .where(sql`${table.mergedInto} is null`),
    uniqueIndex("outcome_idempotency").on(table.callerId, table.idempotencyKey),
    index("outcome_accepted").on(table.acceptedAt, table.id),
    index("outcome_due")
      .on(table.nextAt)
      .where(sql`${table.nextAt} is not null`),
    index("outcome_type").on(table.taskType),
    // Rows are wide: what runs belong to which results, and which took some back, is told by these alone.
    index("outcome_standing")
      .on(table.workId, table.demo)
      .where(sql`${table.mergedInto} is null and ${table.withdrawn} is null`),
    index("outcome_rework")
      .on(table.workId)
      .where(sql`${table.reworkSessions} <> '[]' and ${table.mergedInto} is null and ${table.withdrawn} is null`),
  ],
);
export type OutcomeRow = typeof outcomes.$inferSelect;

export type Given = {
  title?: string;
  taskType?: string;
  hours?: { triple: HoursTriple; grade: HoursGrade; basis: HoursBasis };
  agentShare?: number;
  counterfactual?: 0 | 500_000 | 1_000_000;
  declaredReviewMinutes?: number;
};

/** A pull request, task, workflow run, or what was entered by hand; parts that are known to belong together share a work. */
export const outcomeParts = pgTable(
  "outcome_part",
  {
    kind: text("kind").$type<OutcomeSource>().notNull(),
    ref: text("ref").notNull(),
    workId: text("work_id").notNull(),
    /** The token it came with. */
    ownerId: text("owner_id").notNull().default(""),
    acceptedAt: instant("accepted_at"),
    acceptedBy: text("accepted_by"),
    facts: jsonb("facts").$type<PartFacts>().notNull(),
    demo: boolean("demo").notNull().default(false),
    /** host/owner/name and head branch of a pull request: how runs and commits find it. */
    branch: text("branch"),
    /** The commit that it went in with. */
    mergeCommit: text("merge_commit"),
    /** The pull request that this one takes back. */
    reverts: text("reverts"),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.ref] }),
    index("outcome_part_work").on(table.workId),
    index("outcome_part_branch")
      .on(table.branch)
      .where(sql`${table.branch} is not null`),
    index("outcome_part_merge")
      .on(table.mergeCommit)
      .where(sql`${table.mergeCommit} is not null`),
    index("outcome_part_reverts")
      .on(table.reverts)
      .where(sql`${table.reverts} is not null`),
  ],
);
export type PartRow = typeof outcomeParts.$inferSelect;

export const outcomeCommits = pgTable(
  "outcome_commit",
  {
    sha: text("sha").primaryKey(),
    at: instant("at").notNull(),
    /** The run that told of it. */
    sessionId: text("session_id"),
    byAgent: boolean("by_agent").notNull(),
    /** `host/owner/name\nbranch` of each branch that it was seen in. */
    branches: text("branches").array().notNull(),
    reverts: text("reverts").array().notNull(),
    facts: jsonb("facts").$type<CommitFacts>().notNull(),
  },
  (table) => [
    index("outcome_commit_branches").using("gin", table.branches),
    index("outcome_commit_reverts")
      .using("gin", table.reverts)
      .where(sql`${table.reverts} <> '{}'`),
    index("outcome_commit_session").on(table.sessionId),
  ],
);
export type CommitRow = typeof outcomeCommits.$inferSelect;

/** Where a run was seen: a branch, a pull request, a task. */
export const outcomeTraces = pgTable(
  "outcome_trace",
  {
    sessionId: text("session_id").notNull(),
    kind: text("kind").$type<TraceKind>().notNull(),
    ref: text("ref").notNull(),
    at: instant("at").notNull(),
    lastAt: instant("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.kind, table.ref] }), index("outcome_trace_ref").on(table.kind, table.ref)],
);
export type TraceRow = typeof outcomeTraces.$inferSelect;

/** Sub-agents' runs: what they cost is part of the run that began them. */
export const outcomeFamilies = pgTable(
  "outcome_family",
  { sessionId: text("session_id").primaryKey(), parentId: text("parent_id").notNull() },
  (table) => [index("outcome_family_parent").on(table.parentId)],
);

/** What follows from all of the above: which run worked on which work. */
export const outcomeSessions = pgTable(
  "outcome_session",
  {
    workId: text("work_id").notNull(),
    sessionId: text("session_id").notNull(),
    via: text("via").$type<Outcome["sessions"][number]["via"]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workId, table.sessionId] }), index("outcome_session_of").on(table.sessionId)],
);

export const outcomeIncidents = pgTable(
  "outcome_incident",
  { pull: text("pull").notNull(), issue: text("issue").notNull(), at: instant("at").notNull(), title: text("title").notNull() },
  (table) => [primaryKey({ columns: [table.pull, table.issue] })],
);

/** What `beckon outcomes check` found, once per commit looked at. */
export const outcomeFindings = pgTable(
  "outcome_finding",
  {
    outcomeId: text("outcome_id").notNull(),
    tip: text("tip").notNull(),
    at: instant("at").notNull(),
    finding: jsonb("finding").$type<Finding>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.outcomeId, table.tip] })],
);

/** A task's estimate. Once it is locked it is what it was when the first run on the task began. */
export const outcomeEstimates = pgTable("outcome_estimate", {
  taskId: text("task_id").primaryKey(),
  hours: jsonb("hours").$type<HoursTriple>(),
  setBy: text("set_by"),
  setAt: instant("set_at"),
  lockedAt: instant("locked_at"),
});
export type EstimateRow = typeof outcomeEstimates.$inferSelect;

/** Each a word of a person on a task type; the newest stands, and those before it stay for runs that began under them. */
export const outcomeBaselines = pgTable(
  "outcome_baseline",
  {
    id: text("id").primaryKey(),
    taskType: text("task_type").notNull(),
    hours: jsonb("hours").$type<HoursTriple>(),
    words: jsonb("words").$type<string[]>().notNull(),
    setAt: instant("set_at").notNull(),
    setBy: jsonb("set_by").$type<Actor>().notNull(),
  },
  (table) => [index("outcome_baseline_type").on(table.taskType, table.setAt)],
);
export type BaselineRow = typeof outcomeBaselines.$inferSelect;

export const outcomeHoldOuts = pgTable("outcome_hold_out", {
  taskId: text("task_id").primaryKey(),
  title: text("title").notNull(),
  taskType: text("task_type").notNull(),
  markedAt: instant("marked_at").notNull(),
  milliHours: integer("milli_hours"),
  measuredAt: instant("measured_at"),
  measuredBy: text("measured_by"),
});
export type HoldOutRow = typeof outcomeHoldOuts.$inferSelect;

/** One row: the share of new tasks that becomes hold-outs. */
export const outcomeSettings = pgTable("outcome_setting", {
  id: text("id").primaryKey(),
  share: bigint("share", { mode: "number" }).notNull(),
  setAt: instant("set_at").notNull(),
  setBy: jsonb("set_by").$type<Actor>().notNull(),
});
