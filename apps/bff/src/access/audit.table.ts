import type { Actor } from "@beckon/contracts/access";
import { bigint, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** Append-only: a trigger (audit.trigger.sql) refuses update, delete and truncate. */
export const auditEntries = pgTable("audit", {
  seq: bigint("seq", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  at: instant("at").notNull(),
  actor: jsonb("actor").$type<Actor>().notNull(),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  detail: jsonb("detail").$type<Record<string, unknown>>().notNull(),
});
export type AuditRow = typeof auditEntries.$inferSelect;
