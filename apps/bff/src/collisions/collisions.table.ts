import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import type { Mark, Party } from "./collisions.types.ts";

/** What one run edited in one file of late. Where its folder is not known yet, it lies nowhere: no key, no spot. */
export const editedFiles = pgTable(
  "edited_file",
  {
    sessionId: text("session_id").notNull(),
    /** Of the path as it was told. */
    file: uuid("file").notNull(),
    told: text("told").notNull(),
    ownerId: text("owner_id").notNull(),
    agentId: text("agent_id").notNull(),
    parentId: text("parent_id"),
    key: uuid("key"),
    spot: uuid("spot"),
    /** Its repository is known by its remote. */
    remote: boolean("remote").notNull().default(false),
    repository: text("repository").notNull().default(""),
    path: text("path").notNull().default(""),
    worktree: text("worktree"),
    /** The newest, in order. */
    marks: jsonb("marks").$type<Mark[]>().notNull(),
    edits: integer("edits").notNull(),
    firstAt: instant("first_at").notNull(),
    lastAt: instant("last_at").notNull(),
    demo: boolean("demo").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.file] }),
    index("edited_file_key").on(table.key, table.lastAt),
    index("edited_file_spot").on(table.spot, table.lastAt),
    index("edited_file_parent")
      .on(table.parentId)
      .where(sql`parent_id is not null`),
    index("edited_file_owner").on(table.ownerId),
    index("edited_file_last").on(table.lastAt),
  ],
);
export type EditedFileRow = typeof editedFiles.$inferSelect;

/** A time in which runs met in one file. */
export const collisions = pgTable(
  "collision",
  {
    id: text("id").primaryKey(),
    key: uuid("key").notNull(),
    repository: text("repository").notNull(),
    path: text("path").notNull(),
    kind: text("kind").$type<"hot" | "soft">().notNull(),
    parties: jsonb("parties").$type<Party[]>().notNull(),
    sessionIds: text("session_ids").array().notNull(),
    agentIds: text("agent_ids").array().notNull(),
    startedAt: instant("started_at").notNull(),
    lastAt: instant("last_at").notNull(),
    openUntil: instant("open_until").notNull(),
    /** The apps were told that it is open. */
    shown: boolean("shown").notNull(),
    demo: boolean("demo").notNull().default(false),
  },
  (table) => [
    index("collision_key").on(table.key, table.lastAt),
    index("collision_last").on(table.lastAt, table.id),
    index("collision_open")
      .on(table.openUntil)
      .where(sql`shown`),
    index("collision_agents").using("gin", table.agentIds),
  ],
);
export type CollisionRow = typeof collisions.$inferSelect;
