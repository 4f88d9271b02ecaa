import type { Actor } from "@beckon/contracts/access";
import type { ValueAssumptions } from "@beckon/contracts/value-assumptions";
import type { ValueSnapshot } from "@beckon/contracts/value-reports";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** Who asked, and with what key: the same again is the same row. */
const asked = {
  callerId: text("caller_id").notNull(),
  idempotencyKey: text("idempotency_key"),
  inputHash: text("input_hash").notNull(),
};

/** What people say that no machine can measure. Rows are only added: the newest stands. */
export const valueAssumptionRows = pgTable(
  "value_assumption",
  {
    version: integer("version").primaryKey(),
    at: instant("at").notNull(),
    by: jsonb("by").$type<Actor>().notNull(),
    note: text("note"),
    terms: jsonb("terms").$type<ValueTerms>().notNull(),
    changed: jsonb("changed").$type<string[]>().notNull(),
    moved: jsonb("moved").$type<ValueAssumptions["moved"]>().notNull(),
    ...asked,
  },
  (table) => [uniqueIndex("value_assumption_idempotency").on(table.callerId, table.idempotencyKey)],
);
export type AssumptionRow = typeof valueAssumptionRows.$inferSelect;

/** A report as it was frozen; nothing of it is ever computed again. */
export const valueReports = pgTable(
  "value_report",
  {
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    createdAt: instant("created_at").notNull(),
    by: jsonb("by").$type<Actor>().notNull(),
    /** SHA-256 of the snapshot's canonical text. */
    hash: text("hash").notNull(),
    snapshot: jsonb("snapshot").$type<ValueSnapshot>().notNull(),
    ...asked,
  },
  (table) => [
    uniqueIndex("value_report_idempotency").on(table.callerId, table.idempotencyKey),
    index("value_report_time").on(table.createdAt, table.id),
  ],
);
export type ReportRow = typeof valueReports.$inferSelect;

/** Who has the secret of one reads its report, until it ends. Only the secret's hash is kept. */
export const valueReportLinks = pgTable(
  "value_report_link",
  {
    id: text("id").primaryKey(),
    reportId: text("report_id")
      .notNull()
      .references(() => valueReports.id, { onDelete: "cascade" }),
    secretHash: text("secret_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    by: jsonb("by").$type<Actor>().notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    views: integer("views").notNull().default(0),
    viewedAt: instant("viewed_at"),
  },
  (table) => [uniqueIndex("value_report_link_secret").on(table.secretHash), index("value_report_link_report").on(table.reportId)],
);
export type LinkRow = typeof valueReportLinks.$inferSelect;
