import type { HostProfile, ProcessState } from "@beckon/contracts/hosts";
import { bigint, boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** A machine with a runner; one token is one host. */
export const hosts = pgTable("host", {
  id: text("id").primaryKey(),
  /** The token that its runner comes with. */
  tokenId: text("token_id").notNull().unique(),
  name: text("name").notNull(),
  platform: text("platform").notNull(),
  version: text("version").notNull(),
  profiles: jsonb("profiles").$type<HostProfile[]>().notNull(),
  firstSeenAt: instant("first_seen_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
  /** The last complete report; without one nobody knows what runs there. */
  completeAt: instant("complete_at"),
  /** One `beckon run`; its token id is that of an agent, with the run. */
  run: boolean("run").notNull().default(false),
  /** Its runner said that it ends. */
  left: boolean("left").notNull().default(false),
  /** What the apps were told last, and when: figures alone are told of no oftener than people can read. */
  shownConnected: boolean("shown_connected").notNull().default(false),
  toldAt: instant("told_at").notNull(),
});
export type HostRow = typeof hosts.$inferSelect;

/** One process group of a host, as its runner told of it last. */
export const hostProcesses = pgTable(
  "host_process",
  {
    id: text("id").primaryKey(),
    hostId: text("host_id")
      .notNull()
      .references(() => hosts.id, { onDelete: "cascade" }),
    profile: text("profile").notNull(),
    agent: text("agent").notNull(),
    role: text("role"),
    vendor: text("vendor"),
    state: text("state").$type<ProcessState>().notNull(),
    pid: bigint("pid", { mode: "number" }),
    folder: text("folder").notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    exitCode: integer("exit_code"),
    signal: text("signal"),
    problem: text("problem"),
    restarts: bigint("restarts", { mode: "number" }).notNull(),
    cpu: doublePrecision("cpu"),
    memoryBytes: bigint("memory_bytes", { mode: "number" }),
    lastOutputAt: instant("last_output_at"),
    output: jsonb("output").$type<string[]>().notNull(),
    /** The run that it is in the Fleet. */
    sessionId: text("session_id"),
    /** By this server's clock: when it was told of last. */
    toldAt: instant("told_at").notNull(),
  },
  (table) => [
    index("host_process_of").on(table.hostId, table.startedAt),
    index("host_process_session").on(table.sessionId),
    index("host_process_told").on(table.toldAt),
  ],
);
export type ProcessRow = typeof hostProcesses.$inferSelect;

/** Starts of processes of the last hours: a process that is started anew keeps its row, which tells only how often in all. */
export const hostStarts = pgTable(
  "host_start",
  {
    processId: text("process_id").notNull(),
    restarts: bigint("restarts", { mode: "number" }).notNull(),
    hostId: text("host_id").notNull(),
    agent: text("agent").notNull(),
    sessionId: text("session_id"),
    at: instant("at").notNull(),
    /** More than one where a report left some out. */
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.processId, table.restarts] }), index("host_start_at").on(table.at)],
);
export type StartRow = typeof hostStarts.$inferSelect;
