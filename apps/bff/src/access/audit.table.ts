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

/**
 * The hash chain over the audit: seal `nr` holds the hash of one row together with the seal before it, so that no row can
 * be changed, removed or put in later without every seal after it. Append-only like the audit, and bound to it by no
 * foreign key: it is to outlast what it speaks for. Seals follow their rows' `seq` without exception (see audit-seal.ts).
 */
export const auditSeals = pgTable("audit_seal", {
  nr: bigint("nr", { mode: "number" }).primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull().unique(),
  hash: text("hash").notNull(),
  sealedAt: instant("sealed_at").notNull(),
});
export type AuditSeal = typeof auditSeals.$inferSelect;
