import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { CoordinationType, FailureCause } from "@beckon/contracts/coordination";
import { instant } from "../platform/db/columns.ts";
import type { View, Word } from "./coordination.types.ts";

/**
 * What was told of one matter (a delegating call, a hand-off, a review …), in any order. The attempts below are made
 * from it anew whenever a word comes: late ends and ends before their start come out alike.
 */
export const coordinationCases = pgTable(
  "coordination_case",
  {
    /** Of `name`. Several tokens may speak of one matter: each has its row. */
    key: uuid("key").notNull(),
    ownerId: text("owner_id").notNull(),
    name: text("name").notNull(),
    demo: boolean("demo").notNull().default(false),
    words: jsonb("words").$type<Word[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.ownerId] }), index("coordination_case_owner").on(table.ownerId)],
);

/** One attempt to work together. `from_key` and `to_key`: an agent's id, "=" and a name where no agent is known, or empty. */
export const coordinations = pgTable(
  "coordination",
  {
    id: text("id").primaryKey(),
    key: uuid("key").notNull(),
    ownerId: text("owner_id").notNull(),
    /** Its place among the attempts of one matter, from 0. */
    n: integer("n").notNull(),
    type: text("type").$type<CoordinationType>().notNull(),
    fromKey: text("from_key").notNull(),
    fromRole: text("from_role").notNull(),
    fromSession: text("from_session"),
    toKey: text("to_key").notNull(),
    toRole: text("to_role").notNull(),
    toSession: text("to_session"),
    task: text("task"),
    what: text("what"),
    /** What it is about, where attempts at the same thing follow each other. */
    thing: uuid("thing"),
    status: text("status").$type<"pending" | "succeeded" | "failed">().notNull(),
    cause: text("cause").$type<FailureCause>(),
    causeGiven: boolean("cause_given").notNull().default(false),
    message: text("message"),
    exhausted: boolean("exhausted").notNull().default(false),
    attempt: integer("attempt"),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    deadlineAt: instant("deadline_at"),
    /** Where it stands in the figures: its end, or its start while it has none. */
    at: instant("at").notNull(),
    /** Of the failure's template. */
    pattern: uuid("pattern"),
    demo: boolean("demo").notNull().default(false),
  },
  (table) => [
    uniqueIndex("coordination_matter").on(table.key, table.ownerId, table.n),
    index("coordination_time").on(table.at, table.id),
    index("coordination_from").on(table.fromKey, table.at, table.id),
    index("coordination_to").on(table.toKey, table.at, table.id),
    index("coordination_task")
      .on(table.task, table.at)
      .where(sql`task is not null`),
    index("coordination_pattern")
      .on(table.pattern, table.at)
      .where(sql`pattern is not null`),
    index("coordination_pattern_agent")
      .on(table.pattern, table.toKey, table.at)
      .where(sql`pattern is not null`),
    index("coordination_due")
      .on(table.deadlineAt)
      .where(sql`status = 'pending'`),
    index("coordination_of_session")
      .on(table.fromSession)
      .where(sql`type = 'delegation' and status <> 'succeeded'`),
    index("coordination_thing")
      .on(table.thing, table.startedAt)
      .where(sql`thing is not null`),
  ],
);
export type CoordinationRow = typeof coordinations.$inferSelect;

const sum = (name: string) => integer(name).notNull().default(0);

/**
 * The attempts added up, in the transaction that writes them, so that no page's cost grows with history. A view has
 * the names that its figures are asked by; a step is so many quarters of an hour (see rollups.ts).
 */
export const coordinationRollups = pgTable(
  "coordination_rollup",
  {
    view: text("view").$type<View>().notNull(),
    step: smallint("step").notNull(),
    at: instant("at").notNull(),
    /** Of all names that follow. */
    key: uuid("key").notNull(),
    type: text("type").notNull().default(""),
    cause: text("cause").notNull().default(""),
    fromKey: text("from_key").notNull().default(""),
    toKey: text("to_key").notNull().default(""),
    fromRole: text("from_role").notNull().default(""),
    toRole: text("to_role").notNull().default(""),
    pattern: text("pattern").notNull().default(""),
    demo: boolean("demo").notNull().default(false),
    succeeded: sum("succeeded"),
    failed: sum("failed"),
    /** Of the failed. */
    exhausted: sum("exhausted"),
    pending: sum("pending"),
  },
  (table) => [
    primaryKey({ columns: [table.view, table.step, table.at, table.key] }),
    index("coordination_rollup_from")
      .on(table.fromKey, table.step, table.at)
      .where(sql`view = 'detail'`),
    index("coordination_rollup_to")
      .on(table.toKey, table.step, table.at)
      .where(sql`view = 'detail'`),
  ],
);
