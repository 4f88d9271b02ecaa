import type { Actor } from "@beckon/contracts/access";
import type { AlertKind, AlertSeverity } from "@beckon/contracts/alert-kinds";
import type { Alert, AlertEvent, AlertSubject, SilenceMatcher } from "@beckon/contracts/alerts";
import { sql } from "drizzle-orm";
import { bigint, boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

export type LatestReading = { kind: AlertKind; subject: AlertSubject; value: number | null };

/** What people set a rule to; a kind without a row has its defaults. */
export const alertRules = pgTable("alert_rule", {
  kind: text("kind").$type<AlertKind>().primaryKey(),
  enabled: boolean("enabled").notNull(),
  threshold: doublePrecision("threshold").notNull(),
  forSeconds: integer("for_seconds").notNull(),
  severity: text("severity").$type<AlertSeverity>().notNull(),
  by: jsonb("by").$type<Actor>().notNull(),
  at: instant("at").notNull(),
});
export type RuleRow = typeof alertRules.$inferSelect;

/** One row: the interval that was evaluated last. Who moves it on evaluates, in the same transaction. */
export const alertClock = pgTable("alert_clock", {
  id: text("id").primaryKey(),
  /** Intervals since 1970. */
  slot: bigint("slot", { mode: "number" }).notNull(),
  at: instant("at").notNull(),
  /** What was read then; of a kind with many subjects a part. */
  readings: jsonb("readings").$type<LatestReading[]>().notNull(),
});

/** What each evaluation was, for a day: when, by whom, and what could not be read. */
export const alertEvaluations = pgTable("alert_evaluation", {
  slot: bigint("slot", { mode: "number" }).primaryKey(),
  at: instant("at").notNull(),
  by: text("by").notNull(),
  tookMs: integer("took_ms").notNull(),
  unread: jsonb("unread").$type<AlertKind[]>().notNull(),
});

/** The state of one subject under one rule. Inactive ones have no row; resting ones remember for a while that they fired. */
export const alertWatches = pgTable(
  "alert_watch",
  {
    kind: text("kind").$type<AlertKind>().notNull(),
    key: text("key").notNull(),
    subject: jsonb("subject").$type<AlertSubject>().notNull(),
    state: text("state").$type<"pending" | "firing" | "resting">().notNull(),
    since: instant("since").notNull(),
    clearSince: instant("clear_since"),
    noReadingSince: instant("no_reading_since"),
    flaps: integer("flaps").notNull(),
    value: doublePrecision("value"),
    alertId: text("alert_id"),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
);
export type WatchRow = typeof alertWatches.$inferSelect;

/** What fired. `group`: of a kind whose subjects make one alert each, which of them it is. */
export const alerts = pgTable(
  "alert",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<AlertKind>().notNull(),
    group: text("group_key").notNull(),
    severity: text("severity").$type<AlertSeverity>().notNull(),
    state: text("state").$type<Alert["state"]>().notNull(),
    threshold: doublePrecision("threshold").notNull(),
    value: doublePrecision("value"),
    count: integer("count").notNull(),
    evidence: jsonb("evidence").$type<AlertSubject[]>().notNull(),
    startedAt: instant("started_at").notNull(),
    firedAt: instant("fired_at").notNull(),
    resolvedAt: instant("resolved_at"),
    resolvedBecause: text("resolved_because").$type<NonNullable<Alert["resolvedBecause"]>>(),
    noReadingSince: instant("no_reading_since"),
    acknowledged: jsonb("acknowledged").$type<NonNullable<Alert["acknowledged"]>>(),
    snoozed: jsonb("snoozed").$type<NonNullable<Alert["snoozed"]>>(),
    assigned: jsonb("assigned").$type<NonNullable<Alert["assigned"]>>(),
    silenceId: text("silence_id"),
    inhibitedBy: jsonb("inhibited_by").$type<NonNullable<Alert["inhibitedBy"]>>(),
    /** When it was last found to follow from another: it waits a moment before it speaks for itself. */
    mutedAt: instant("muted_at"),
    pagedAt: instant("paged_at"),
    pagedTimes: integer("paged_times").notNull().default(0),
    /** How many it was about when it was pushed last. */
    pagedCount: integer("paged_count").notNull().default(0),
    /** Pushed, and neither taken back nor taken by somebody. */
    paging: boolean("paging").notNull().default(false),
    /** When the apps were told of it last. */
    toldAt: instant("told_at").notNull(),
  },
  (table) => [
    uniqueIndex("alert_open")
      .on(table.kind, table.group)
      .where(sql`state = 'firing'`),
    index("alert_history").on(table.firedAt, table.id),
    index("alert_resolved").on(table.resolvedAt),
  ],
);
export type AlertRow = typeof alerts.$inferSelect;

const ofAlert = () =>
  text("alert_id")
    .notNull()
    .references(() => alerts.id, { onDelete: "cascade" });

/** What an alert is, or was, about. */
export const alertMembers = pgTable(
  "alert_member",
  {
    alertId: ofAlert(),
    key: text("key").notNull(),
    subject: jsonb("subject").$type<AlertSubject>().notNull(),
    value: doublePrecision("value"),
    since: instant("since").notNull(),
    resolvedAt: instant("resolved_at"),
  },
  (table) => [primaryKey({ columns: [table.alertId, table.key] })],
);
export type MemberRow = typeof alertMembers.$inferSelect;

export const alertEvents = pgTable(
  "alert_event",
  {
    /** In the order in which it happened, where the clock does not tell. */
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    alertId: ofAlert(),
    at: instant("at").notNull(),
    what: text("what").$type<AlertEvent["what"]>().notNull(),
    by: jsonb("by").$type<Actor>(),
    note: text("note"),
  },
  (table) => [index("alert_event_of").on(table.alertId, table.id)],
);
export type EventRow = Omit<typeof alertEvents.$inferSelect, "id">;

/** The worst reading of an alert over time; of an old one fewer. */
export const alertPoints = pgTable(
  "alert_point",
  { alertId: ofAlert(), at: instant("at").notNull(), value: doublePrecision("value") },
  (table) => [primaryKey({ columns: [table.alertId, table.at] })],
);

export const alertSilences = pgTable(
  "alert_silence",
  {
    id: text("id").primaryKey(),
    matcher: jsonb("matcher").$type<SilenceMatcher>().notNull(),
    subjectName: text("subject_name"),
    from: instant("from_at").notNull(),
    until: instant("until").notNull(),
    comment: text("comment").notNull(),
    by: jsonb("by").$type<Actor>().notNull(),
    /** Who asked, and with what key: the same again is the same silence. */
    callerId: text("caller_id").notNull(),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash").notNull(),
  },
  (table) => [
    uniqueIndex("alert_silence_idempotency").on(table.callerId, table.idempotencyKey),
    index("alert_silence_until").on(table.until),
  ],
);
export type SilenceRow = typeof alertSilences.$inferSelect;
