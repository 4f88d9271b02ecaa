import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { LaneCount } from "./lanes.ts";

/** A folder of task files on some machine. The files are the truth; what stands here is what was told of them. */
export const workDirectories = pgTable(
  "work_directory",
  {
    id: text("id").primaryKey(),
    /** The token that its watcher came with. */
    ownerId: text("owner_id").notNull(),
    name: text("name").notNull(),
    host: text("host").notNull(),
    path: text("path").notNull(),
    writable: boolean("writable").notNull(),
    /** The folders that are lanes, the empty ones too, as the watcher told them. */
    folders: jsonb("folders").$type<string[]>().notNull(),
    /** What stands in them, kept with every telling. */
    lanes: jsonb("lanes").$type<LaneCount[]>().notNull(),
    /** Grows with every telling: a watcher that knows another one starts over. */
    revision: integer("revision").notNull().default(0),
    demo: boolean("demo").notNull().default(false),
    watching: boolean("watching").notNull().default(true),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (table) => [
    uniqueIndex("work_directory_identity").on(table.ownerId, table.host, table.path),
    index("work_directory_place").on(table.host, table.path),
  ],
);
export type WorkDirectoryRow = typeof workDirectories.$inferSelect;

/** What of each file was told last. */
export const workFiles = pgTable(
  "work_file",
  {
    directoryId: text("directory_id").notNull(),
    path: text("path").notNull(),
    lane: text("lane").notNull(),
    hash: text("hash").notNull(),
    tasks: integer("tasks").notNull(),
    problem: text("problem"),
  },
  (table) => [primaryKey({ columns: [table.directoryId, table.path] })],
);

export type WorkFileRow = typeof workFiles.$inferSelect;

/** Changes that people asked for, until the watcher said what came of them. */
export const fileEdits = pgTable(
  "file_edit",
  {
    id: text("id").primaryKey(),
    directoryId: text("directory_id").notNull(),
    path: text("path").notNull(),
    document: integer("document").notNull(),
    hash: text("hash").notNull(),
    status: text("status"),
    priority: text("priority"),
    requestedAt: instant("requested_at").notNull(),
  },
  (table) => [index("file_edit_of_directory").on(table.directoryId, table.requestedAt)],
);
