import type { Actor } from "@beckon/contracts/access";
import type {
  Budget,
  BudgetColumn,
  BudgetEvent,
  BudgetForecast,
  BudgetPeriod,
  BudgetScopeKind,
  BudgetStanding,
  SpendAlarm,
} from "@beckon/contracts/budgets";
import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import { sql } from "drizzle-orm";
import { bigint, boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** What may be spent of what in which time. `scopeId` empty: the whole workspace. */
export const budgets = pgTable(
  "budget",
  {
    id: text("id").primaryKey(),
    scopeKind: text("scope_kind").$type<BudgetScopeKind>().notNull(),
    scopeId: text("scope_id").notNull(),
    scopeName: text("scope_name").notNull(),
    period: text("period").$type<BudgetPeriod>().notNull(),
    timeZone: text("time_zone").notNull(),
    column: text("cost_column").$type<BudgetColumn>().notNull(),
    amountMicros: bigint("amount_micros", { mode: "number" }).notNull(),
    extendMicros: bigint("extend_micros", { mode: "number" }).notNull(),
    askSeconds: integer("ask_seconds").notNull(),
    onExpiry: text("on_expiry").$type<"stop" | "continue">().notNull(),
    paused: boolean("paused").notNull().default(false),
    by: jsonb("by").$type<Actor>().notNull(),
    /** Who asked, and with what key: the same again is the same budget. */
    callerId: text("caller_id"),
    idempotencyKey: text("idempotency_key"),
    inputHash: text("input_hash"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("budget_once").on(table.scopeKind, table.scopeId, table.period, table.timeZone, table.column),
    uniqueIndex("budget_idempotency").on(table.callerId, table.idempotencyKey),
  ],
);
export type BudgetRow = typeof budgets.$inferSelect;

const ofBudget = () =>
  text("budget_id")
    .notNull()
    .references(() => budgets.id, { onDelete: "cascade" });

/** One period of one budget. `round` grows with every other limit: each limit has steps and a question of its own. */
export const budgetPeriods = pgTable(
  "budget_period",
  {
    budgetId: ofBudget(),
    from: instant("from_at").notNull(),
    /** None: a whole life. */
    to: instant("to_at"),
    round: integer("round").notNull().default(0),
    limitMicros: bigint("limit_micros", { mode: "number" }).notNull(),
    extendedMicros: bigint("extended_micros", { mode: "number" }).notNull().default(0),
    spentMicros: bigint("spent_micros", { mode: "number" }),
    records: bigint("records", { mode: "number" }).notNull().default(0),
    unpriced: bigint("unpriced", { mode: "number" }).notNull().default(0),
    paymentUnknown: bigint("payment_unknown", { mode: "number" }).notNull().default(0),
    spentAt: instant("spent_at"),
    /** When the phones were told of it last. */
    toldAt: instant("told_at"),
    standing: text("standing").$type<BudgetStanding>().notNull().default("within"),
    answer: jsonb("answer").$type<NonNullable<Budget["current"]["answer"]>>(),
    forecast: jsonb("forecast").$type<BudgetForecast>(),
    forecastAt: instant("forecast_at"),
  },
  (table) => [primaryKey({ columns: [table.budgetId, table.from] })],
);
export type PeriodRow = typeof budgetPeriods.$inferSelect;

const ofPeriod = { budgetId: text("budget_id").notNull(), from: instant("from_at").notNull(), round: integer("round").notNull() };

/** A step that was passed. Its row is what makes it known once, whoever saw it first. */
export const budgetSteps = pgTable(
  "budget_step",
  {
    ...ofPeriod,
    percent: integer("percent").$type<50 | 80 | 100>().notNull(),
    at: instant("at").notNull(),
    limitMicros: bigint("limit_micros", { mode: "number" }).notNull(),
    spentMicros: bigint("spent_micros", { mode: "number" }).notNull(),
    told: text("told").$type<"push" | "asked" | "quiet">().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.budgetId, table.from, table.round, table.percent] }),
    foreignKey({ columns: [table.budgetId, table.from], foreignColumns: [budgetPeriods.budgetId, budgetPeriods.from] }).onDelete("cascade"),
  ],
);
export type StepRow = typeof budgetSteps.$inferSelect;

/** The question at 100 %, written with the step and asked right after. */
export const budgetAsks = pgTable(
  "budget_ask",
  {
    key: text("key").primaryKey(),
    ...ofPeriod,
    input: jsonb("input").$type<DecisionRequestInput>().notNull(),
    extendMicros: bigint("extend_micros", { mode: "number" }).notNull(),
    requestId: text("request_id"),
    open: boolean("open").notNull().default(true),
    at: instant("at").notNull(),
  },
  (table) => [
    uniqueIndex("budget_ask_request").on(table.requestId),
    foreignKey({ columns: [table.budgetId, table.from], foreignColumns: [budgetPeriods.budgetId, budgetPeriods.from] }).onDelete("cascade"),
  ],
);
export type AskRow = typeof budgetAsks.$inferSelect;

/** One whose work a stop is to end: a process of a machine, a run, or a team as a whole. */
export const budgetTargets = pgTable(
  "budget_target",
  {
    ...ofPeriod,
    n: integer("n").notNull(),
    kind: text("kind").$type<"process" | "run" | "team">().notNull(),
    targetId: text("target_id").notNull(),
    hostId: text("host_id"),
    agentId: text("agent_id"),
    name: text("name").notNull(),
    how: text("how").$type<"machine" | "step" | "hold" | "team" | "none">().notNull(),
    commandId: text("command_id"),
    /** Set with `words` where there is no command. */
    ended: text("ended").$type<"done" | "failed">(),
    words: text("words"),
  },
  (table) => [
    primaryKey({ columns: [table.budgetId, table.from, table.round, table.n] }),
    foreignKey({ columns: [table.budgetId, table.from], foreignColumns: [budgetPeriods.budgetId, budgetPeriods.from] }).onDelete("cascade"),
    index("budget_target_command").on(table.commandId),
  ],
);
export type TargetRow = typeof budgetTargets.$inferSelect;

export const budgetEvents = pgTable(
  "budget_event",
  {
    /** In the order in which it happened, where the clock does not tell. */
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    budgetId: ofBudget(),
    at: instant("at").notNull(),
    what: text("what").$type<BudgetEvent["what"]>().notNull(),
    by: jsonb("by").$type<Actor>(),
    micros: bigint("micros", { mode: "number" }),
    percent: integer("percent"),
  },
  (table) => [index("budget_event_of").on(table.budgetId, table.at, table.id)],
);
export type EventRow = Omit<typeof budgetEvents.$inferSelect, "id">;

/** An hour far above habit, or silence. `occasion`: what may be told of once, such as one hour of one scope. */
export const spendAlarms = pgTable(
  "spend_alarm",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<SpendAlarm["kind"]>().notNull(),
    occasion: text("occasion").notNull(),
    scope: jsonb("scope").$type<SpendAlarm["scope"]>().notNull(),
    at: instant("at").notNull(),
    until: instant("until"),
    hour: jsonb("hour").$type<SpendAlarm["hour"]>(),
    silence: jsonb("silence").$type<SpendAlarm["silence"]>(),
  },
  (table) => [
    uniqueIndex("spend_alarm_once").on(table.occasion),
    uniqueIndex("spend_alarm_silence")
      .on(table.kind)
      .where(sql`kind = 'no_data' and until is null`),
    index("spend_alarm_history").on(table.at),
  ],
);
export type AlarmRow = typeof spendAlarms.$inferSelect;
