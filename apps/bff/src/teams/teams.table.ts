import type { Actor } from "@beckon/contracts/access";
import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import type { MemberState, TeamInput, TeamState, TeamWish } from "@beckon/contracts/teams";
import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { Choice } from "./teams.types.ts";

/** Several processes that are started, watched, paid for and dissolved as one. */
export const teams = pgTable(
  "team",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    origin: text("origin").$type<"person" | "config">().notNull(),
    /** Of a declared one: whose configuration. */
    hostId: text("host_id"),
    undeclared: boolean("undeclared").notNull().default(false),
    state: text("state").$type<TeamState>().notNull(),
    keep: boolean("keep").notNull().default(false),
    restartsPerHour: integer("restarts_per_hour").notNull(),
    /** What is to be made as its task, until that is made. */
    taskWanted: jsonb("task_wanted").$type<TeamInput["task"]>(),
    taskId: text("task_id"),
    /** Whom the task was given to. */
    taskMember: text("task_member"),
    spentMicros: bigint("spent_micros", { mode: "number" }),
    unpriced: integer("unpriced").notNull().default(0),
    spentAt: instant("spent_at"),
    reason: text("reason"),
    by: jsonb("by").$type<Actor>(),
    /** Who asked, and with what key: the same again is the same team. */
    callerId: text("caller_id"),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash"),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    dissolveTasks: text("dissolve_tasks").$type<"keep" | "requeue">(),
    dissolvedBy: jsonb("dissolved_by").$type<Actor>(),
    givenBack: integer("given_back").notNull().default(0),
    searchText: text("search_text").notNull(),
  },
  (table) => [
    uniqueIndex("team_idempotency").on(table.callerId, table.idempotencyKey),
    uniqueIndex("team_declared")
      .on(table.hostId, table.name)
      .where(sql`origin = 'config'`),
    index("team_history").on(table.createdAt, table.id),
    index("team_open").on(table.state),
    check("team_state", sql`state in ('off', 'active', 'dissolving', 'dissolved')`),
  ],
);
export type TeamRow = typeof teams.$inferSelect;

/** One place of a team. */
export const teamMembers = pgTable(
  "team_member",
  {
    id: text("id").primaryKey(),
    teamId: text("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    place: integer("place").notNull(),
    /** What was asked for; a place for it may be found later. */
    wish: jsonb("wish").$type<Omit<TeamWish, "count">>().notNull(),
    role: text("role"),
    profile: text("profile"),
    hostId: text("host_id"),
    state: text("state").$type<MemberState>().notNull(),
    problem: text("problem"),
    /** It is to be started, whatever it did before. */
    due: boolean("due").notNull().default(false),
    /** A person ended it: it stays down. */
    held: boolean("held").notNull().default(false),
    /** The configuration asks for fewer by now: it may end, and is not started again. */
    surplus: boolean("surplus").notNull().default(false),
    /** The start that counts; 0: none yet. */
    attempt: integer("attempt").notNull().default(0),
    starts: integer("starts").notNull().default(0),
    /** What it did up to this start is forgiven. */
    forgiven: integer("forgiven").notNull().default(0),
    nextTryAt: instant("next_try_at"),
    agentName: text("agent_name"),
    agentId: text("agent_id"),
    /** Of one that is dissolved: its tasks were given back. */
    gaveBack: boolean("gave_back").notNull().default(false),
  },
  (table) => [uniqueIndex("team_member_place").on(table.teamId, table.place)],
);
export type MemberRow = typeof teamMembers.$inferSelect;

/** One start of a member. `commandId` is absent until it was asked for; the key of that is member and attempt. */
export const teamStarts = pgTable(
  "team_start",
  {
    memberId: text("member_id")
      .notNull()
      .references(() => teamMembers.id, { onDelete: "cascade" }),
    attempt: integer("attempt").notNull(),
    teamId: text("team_id").notNull(),
    by: jsonb("by").$type<Actor>().notNull(),
    askedAt: instant("asked_at").notNull(),
    commandId: text("command_id"),
    processId: text("process_id"),
    agentName: text("agent_name"),
    sessionId: text("session_id"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    failed: boolean("failed"),
    words: text("words"),
    /** How often it was asked to stop. */
    stops: integer("stops").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.memberId, table.attempt] }),
    index("team_start_of").on(table.teamId, table.askedAt),
    index("team_start_process").on(table.processId),
    index("team_start_command").on(table.commandId),
  ],
);
export type StartRow = typeof teamStarts.$inferSelect;

/** What a person is asked once. Written before it is asked, as it will be asked, so that no two ask differently. */
export const teamQuestions = pgTable(
  "team_question",
  {
    key: text("key").primaryKey(),
    kind: text("kind").$type<"budget" | "given_up" | "stuck">().notNull(),
    teamId: text("team_id"),
    memberId: text("member_id"),
    /** Of waiting tasks: the role they wait for, or none. */
    cause: text("cause"),
    input: jsonb("input").$type<DecisionRequestInput>().notNull(),
    /** What each option means. */
    choices: jsonb("choices").$type<Record<string, Choice>>().notNull(),
    requestId: text("request_id"),
    open: boolean("open").notNull().default(true),
    at: instant("at").notNull(),
  },
  (table) => [
    index("team_question_request").on(table.requestId),
    index("team_question_open")
      .on(table.teamId)
      .where(sql`open`),
  ],
);
export type QuestionRow = typeof teamQuestions.$inferSelect;

/** One row: whether waiting tasks are handed out. Whoever hands out locks it. */
export const handOutSwitch = pgTable("hand_out", {
  id: text("id").primaryKey(),
  on: boolean("on").notNull(),
  by: jsonb("by").$type<Actor>(),
  at: instant("at"),
});
export type HandOutRow = typeof handOutSwitch.$inferSelect;

/** Tasks that were handed out and not begun yet, as far as was heard. */
export const handedTasks = pgTable("handed_task", {
  taskId: text("task_id").primaryKey(),
  agentId: text("agent_id").notNull(),
  at: instant("at").notNull(),
});
export type HandedRow = typeof handedTasks.$inferSelect;

/** Tasks that could not be handed out, by the role they wait for; empty: none in particular. */
export const stuckTasks = pgTable("hand_out_stuck", {
  role: text("role").primaryKey(),
  since: instant("since").notNull(),
  tasks: integer("tasks").notNull(),
  why: text("why").notNull(),
  /** A person said to leave them. */
  left: boolean("left").notNull().default(false),
  /** Whose question it is: its key holds when this began. */
  questionKey: text("question_key"),
});
export type StuckRow = typeof stuckTasks.$inferSelect;
