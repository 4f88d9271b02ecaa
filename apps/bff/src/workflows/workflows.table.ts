import type { WorkflowRun } from "@beckon/contracts/workflows";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { Attempt, Outward, PersonsAnswer } from "./workflows.types.ts";

/** One run as its reporter knows it: the same key of the same reporter is the same run. */
export const workflowRuns = pgTable(
  "workflow_run",
  {
    id: text("id").primaryKey(),
    /** The token that reports it, or the webhook. */
    ownerId: text("owner_id").notNull(),
    source: text("source").$type<WorkflowRun["source"]>().notNull(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    status: text("status").$type<WorkflowRun["status"]>().notNull(),
    task: text("task"),
    role: text("role"),
    project: text("project"),
    agentId: text("agent_id"),
    agentName: text("agent_name"),
    url: text("url"),
    error: text("error"),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    /** Its end, or its start while it goes on: where lists and windows look. */
    at: instant("at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    demo: boolean("demo").notNull().default(false),
  },
  (table) => [
    uniqueIndex("workflow_run_key").on(table.ownerId, table.source, table.key),
    index("workflow_run_at").on(table.at, table.id),
    index("workflow_run_status").on(table.status, table.at),
  ],
);
export type RunRow = typeof workflowRuns.$inferSelect;

export const workflowStages = pgTable(
  "workflow_stage",
  {
    runId: text("run_id")
      .notNull()
      .references(() => workflowRuns.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    place: integer("place").notNull(),
    status: text("status").$type<WorkflowRun["stages"][number]["status"]>().notNull(),
    agentId: text("agent_id"),
    agentName: text("agent_name"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    attempts: integer("attempts").notNull(),
    error: text("error"),
  },
  (table) => [primaryKey({ columns: [table.runId, table.name] }), index("workflow_stage_ended").on(table.endedAt)],
);
export type StageRow = typeof workflowStages.$inferSelect;

export const workflowSuspensions = pgTable(
  "workflow_suspension",
  {
    id: text("id").primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => workflowRuns.id, { onDelete: "cascade" }),
    /** The reporter's own name of it, where a call may come twice. */
    key: text("key"),
    stage: text("stage"),
    waitsFor: text("waits_for").$type<"event" | "person">().notNull(),
    what: text("what").notNull(),
    since: instant("since").notNull(),
    resumedAt: instant("resumed_at"),
    requestId: text("request_id"),
    /** What the system outside has to be told; nothing where the reporter waits for the answer itself. */
    outward: jsonb("outward").$type<Outward>(),
    /** What a person said, until the system outside has taken it and after. */
    answer: jsonb("answer").$type<PersonsAnswer>(),
    attempts: jsonb("attempts").$type<Attempt[]>().notNull().default([]),
  },
  (table) => [
    uniqueIndex("workflow_suspension_key").on(table.runId, table.key),
    uniqueIndex("workflow_suspension_request").on(table.requestId),
    index("workflow_suspension_resumed").on(table.resumedAt),
  ],
);
export type SuspensionRow = typeof workflowSuspensions.$inferSelect;
