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
    /** The runs that the words are of: where a run stands may become known later. */
    sessions: text("sessions").array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.ownerId] }),
    index("coordination_case_owner").on(table.ownerId),
    index("coordination_case_sessions").using("gin", table.sessions),
  ],
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
    status: text("status").$type<"pending" | "succeeded" | "failed" | "dropped">().notNull(),
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
    index("coordination_failed_from")
      .on(table.fromKey, table.at)
      .where(sql`pattern is not null`),
    index("coordination_failed_to")
      .on(table.toKey, table.at)
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
const sums = () => ({
  succeeded: sum("succeeded"),
  failed: sum("failed"),
  /** Of the failed. */
  exhausted: sum("exhausted"),
  pending: sum("pending"),
});
/** So many quarters of an hour from this instant (see rollups.ts); `key`: of all names that the sums are kept by. */
const place = () => ({ step: smallint("step").notNull(), at: instant("at").notNull(), key: uuid("key").notNull() });
const demo = () => boolean("demo").notNull().default(false);

/**
 * The attempts added up, in the transaction that writes them, so that no page's cost grows with history. A view has
 * the names that its figures are asked by. What is asked for together lies together: the views that have a row for
 * each two agents would part the others' rows, and have tables of their own.
 */
export const coordinationRollups = pgTable(
  "coordination_rollup",
  {
    view: text("view").$type<View>().notNull(),
    ...place(),
    type: text("type").notNull().default(""),
    cause: text("cause").notNull().default(""),
    fromRole: text("from_role").notNull().default(""),
    toRole: text("to_role").notNull().default(""),
    pattern: text("pattern").notNull().default(""),
    demo: demo(),
    ...sums(),
  },
  (table) => [primaryKey({ columns: [table.view, table.step, table.at, table.key] })],
);

/** By agents and causes: an agent's own, found by either side. */
export const coordinationDetailRollups = pgTable(
  "coordination_detail_rollup",
  {
    ...place(),
    type: text("type").notNull(),
    cause: text("cause").notNull(),
    fromKey: text("from_key").notNull(),
    toKey: text("to_key").notNull(),
    fromRole: text("from_role").notNull(),
    toRole: text("to_role").notNull(),
    demo: demo(),
    ...sums(),
  },
  (table) => [
    primaryKey({ columns: [table.step, table.at, table.key] }),
    index("coordination_detail_from").on(table.fromKey, table.step, table.at),
    index("coordination_detail_to").on(table.toKey, table.step, table.at),
  ],
);

/** By one agent, whatever it worked at with whom; `key` is of the name it stands under (see rollups.ts), so that one agent's lie together. */
export const coordinationAgentRollups = pgTable("coordination_agent_rollup", { ...place(), demo: demo(), ...sums() }, (table) => [
  primaryKey({ columns: [table.key, table.step, table.at] }),
]);

/** By agents: all of them at once, so the rows are short, and their names stand once beside them. */
export const coordinationPairRollups = pgTable("coordination_pair_rollup", { ...place(), demo: demo(), ...sums() }, (table) => [
  primaryKey({ columns: [table.step, table.at, table.key] }),
]);
export const coordinationPairs = pgTable(
  "coordination_pair",
  {
    key: uuid("key").primaryKey(),
    type: text("type").notNull(),
    fromKey: text("from_key").notNull(),
    toKey: text("to_key").notNull(),
    fromRole: text("from_role").notNull(),
    toRole: text("to_role").notNull(),
    demo: demo(),
  },
  (table) => [
    index("coordination_pair_named")
      .on(table.key)
      .where(sql`from_key like '=%' or to_key like '=%'`),
  ],
);
