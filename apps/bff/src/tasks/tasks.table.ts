import type { Task, TaskFile, TaskPriority, TaskStatus, TaskTemplate } from "@beckon/contracts/tasks";
import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** Of when the newest word on a part is, so that an older one changes nothing. */
export type TaskTold = { status?: string; progress?: string };

/** `lost`: what it depends on by names that no file bears yet. */
export type TaskInFile = Omit<TaskFile, "directoryId" | "path" | "document"> & { lost?: string[] };

/**
 * A unit of work. A reporter's own id is known within its token (`owner`), and for a list that lives with a run
 * within that run; each attempt has a row of its own.
 */
export const tasks = pgTable(
  "task",
  {
    id: text("id").primaryKey(),
    /** The token it came with; empty for what people made. */
    ownerId: text("owner_id").notNull(),
    /** The agent's own id of the run whose list it stands in, or the directory of its file; empty for a task of the token. */
    run: text("run").notNull().default(""),
    key: text("key"),
    idempotencyKey: text("idempotency_key"),
    attempt: integer("attempt").notNull().default(1),
    firstId: text("first_id").notNull(),
    retryOf: text("retry_of"),
    /** The offer by which it was last handed over; whoever takes it may name it so. */
    handoffId: text("handoff_id"),
    title: text("title").notNull(),
    body: text("body"),
    status: text("status").$type<TaskStatus>().notNull(),
    priority: text("priority").$type<TaskPriority>().notNull(),
    /** The priority as a number, for the order of the queue. */
    rank: smallint("rank").notNull(),
    progress: doublePrecision("progress"),
    agentId: text("agent_id"),
    agentName: text("agent_name"),
    /** The token of that agent: it may tell of this task too. */
    agentOwnerId: text("agent_owner_id"),
    role: text("role"),
    model: text("model"),
    project: text("project"),
    labels: jsonb("labels").$type<string[]>().notNull(),
    sessionId: text("session_id"),
    /** What its agent calls the run that works on it, as long as nothing else has been told of that run. */
    awaitedRun: text("awaited_run"),
    result: text("result"),
    error: text("error"),
    blockedBy: text("blocked_by"),
    /** Blocked by nothing but its dependencies: it goes on by itself when they are done. */
    waits: boolean("waits").notNull().default(false),
    dependencies: text("dependencies").array().notNull(),
    estimate: jsonb("estimate").$type<NonNullable<Task["estimate"]>>(),
    links: jsonb("links").$type<Task["links"]>().notNull(),
    origin: text("origin").$type<Task["origin"]>().notNull(),
    scope: text("scope").$type<Task["scope"]>().notNull(),
    directoryId: text("directory_id"),
    filePath: text("file_path"),
    fileDocument: integer("file_document"),
    file: jsonb("file").$type<TaskInFile>(),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    deadlineAt: instant("deadline_at"),
    reportedSeconds: doublePrecision("reported_seconds"),
    contradiction: text("contradiction"),
    /** Nobody told of this end: it followed from the end of the run. A word of before corrects it. */
    assumed: boolean("assumed").notNull().default(false),
    told: jsonb("told").$type<TaskTold>().notNull(),
    updatedAt: instant("updated_at").notNull(),
    version: integer("version").notNull(),
    demo: boolean("demo").notNull().default(false),
    /** Title, body, labels, agent and key in lower case. */
    searchText: text("search_text").notNull(),
  },
  (table) => [
    // Files name their tasks as they like, the same in two files too: those are known by their place.
    uniqueIndex("task_key")
      .on(table.ownerId, table.run, table.key, table.attempt)
      .where(sql`${table.directoryId} is null`),
    uniqueIndex("task_idempotency").on(table.ownerId, table.idempotencyKey),
    uniqueIndex("task_retry").on(table.retryOf),
    uniqueIndex("task_file").on(table.directoryId, table.filePath, table.fileDocument),
    index("task_lost")
      .on(table.directoryId)
      .where(sql`${table.file} ? 'lost'`),
    index("task_attempts").on(table.firstId, table.attempt),
    index("task_updated").on(table.updatedAt, table.id),
    index("task_status_updated").on(table.status, table.updatedAt, table.id),
    index("task_ended").on(table.endedAt, table.id),
    index("task_of_agent").on(table.agentId, table.endedAt),
    index("task_session")
      .on(table.sessionId)
      .where(sql`${table.sessionId} is not null`),
    index("task_awaited_run")
      .on(table.agentOwnerId, table.awaitedRun)
      .where(sql`${table.awaitedRun} is not null`),
    index("task_known_by").on(table.key),
    index("task_handoff")
      .on(table.handoffId)
      .where(sql`${table.handoffId} is not null`),
    index("task_queue").on(table.rank.desc().nullsFirst(), table.createdAt, table.id).where(open(table)),
    index("task_due")
      .on(table.deadlineAt)
      .where(sql`${table.endedAt} is null and ${table.deadlineAt} is not null`),
    // Few have any, and each change of a row would be written here too.
    index("task_dependencies")
      .using("gin", table.dependencies)
      .where(sql`${table.dependencies} <> '{}'`),
    index("task_links")
      .using("gin", table.links)
      .where(sql`${table.links} <> '[]'`),
  ],
);
export type TaskRow = typeof tasks.$inferSelect;

function open({ endedAt }: { endedAt: AnyPgColumn }) {
  return sql`${endedAt} is null`;
}

/** What happened to a task, kept as long as the task is. */
export const taskEvents = pgTable(
  "task_event",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    taskId: text("task_id").notNull(),
    at: instant("at").notNull(),
    kind: text("kind").notNull(),
    by: text("by").notNull(),
    from: text("from_status").$type<TaskStatus>(),
    to: text("to_status").$type<TaskStatus>(),
    detail: text("detail"),
  },
  (table) => [index("task_event_of").on(table.taskId, table.seq)],
);

/** Tasks to be made again and again. */
export const taskTemplates = pgTable("task_template", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  task: jsonb("task").$type<TaskTemplate["task"]>().notNull(),
  updatedAt: instant("updated_at").notNull(),
});
