import { z } from "zod";
import { actor } from "./access.ts";
import { agentId } from "./agents.ts";
import { idOf, instant, text } from "./common.ts";
import { commandId, commandState } from "./controls.ts";
import { decisionRequestId } from "./decisions.ts";
import { timeZone } from "./usage.ts";

/*
 * Budgets: what may be spent of what in which time, said at 50 and 80 %, asked at 100 %. Money is in whole millionths
 * of a dollar ("micros"). What counts is what the usage ledger has booked of real agents; the demo fleet's never does.
 */

export const budgetId = idOf("bg");
export const spendAlarmId = idOf("sa");

/** Of a project: its name as usage tells it; of an agent, a team or a task: its id. */
export const budgetScope = z
  .strictObject({ kind: z.enum(["workspace", "agent", "team", "project", "task"]), id: text(200).optional() })
  .refine(({ kind, id }) => (kind === "workspace") === (id === undefined), "all but the workspace need an id, and it has none");
export type BudgetScope = z.infer<typeof budgetScope>;
export type BudgetScopeKind = BudgetScope["kind"];

/** Days, weeks (from Monday) and months begin at midnight of the time zone; life: the whole of a team or a task. */
export const budgetPeriod = z.enum(["day", "week", "month", "life"]);
export type BudgetPeriod = z.infer<typeof budgetPeriod>;

/** Which column of usage counts: what is paid by token, or everything at list price, plans included. */
export const budgetColumn = z.enum(["billed", "apiEquivalent"]);
export type BudgetColumn = z.infer<typeof budgetColumn>;

/** What happens where nobody answers in time. */
export const budgetOnExpiry = z.enum(["stop", "continue"]);

const money = z.number().int().min(10_000).max(1e12);
const whole = z.number().int();
const askSeconds = z.number().int().min(60).max(604_800);

/**
 * `POST /api/budgets` (operator). `amountMicros`: at least a cent. `extendMicros`: how much more the question at 100 %
 * offers; as much as the amount, if not given. `askSeconds`: how long the question waits before `onExpiry` stands.
 */
export const budgetInput = z
  .strictObject({
    scope: budgetScope,
    period: budgetPeriod,
    timeZone: timeZone.default("UTC"),
    column: budgetColumn.default("apiEquivalent"),
    amountMicros: money,
    extendMicros: money.optional(),
    askSeconds: askSeconds.default(3_600),
    onExpiry: budgetOnExpiry.default("stop"),
  })
  .refine(({ scope, period }) => period !== "life" || scope.kind === "team" || scope.kind === "task", {
    error: "only a team or a task has a whole life",
    path: ["period"],
  });
export type BudgetInput = z.input<typeof budgetInput>;

/** `PATCH /api/budgets/:id`. Another amount holds at once, for the period under way too, without what was added to the old one. */
export const budgetPatch = z
  .strictObject({
    amountMicros: money.optional(),
    extendMicros: money.optional(),
    askSeconds: askSeconds.optional(),
    onExpiry: budgetOnExpiry.optional(),
    /** Nothing is said or asked while it rests; it goes on being counted. */
    paused: z.boolean().optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), "give at least one change");
export type BudgetPatch = z.infer<typeof budgetPatch>;

/** Sum of the budget's column; null: no record has a known cost. `unpriced` and `paymentUnknown` records are not in it. */
export const budgetSpent = z.object({
  micros: whole.nullable(),
  n: whole,
  unpriced: whole,
  /** Of `billed`: records of which nobody said how they are paid. */
  paymentUnknown: whole,
  asOf: instant,
});
export type BudgetSpent = z.infer<typeof budgetSpent>;

/**
 * A step that was passed, once per period and limit. push: said to the phones; asked: the question; quiet: passed together
 * with a higher one, which was said, or already passed when the limit was set.
 */
export const budgetStep = z.object({
  percent: z.union([z.literal(50), z.literal(80), z.literal(100)]),
  at: instant,
  limitMicros: whole,
  spentMicros: whole,
  told: z.enum(["push", "asked", "quiet"]),
});
export type BudgetStep = z.infer<typeof budgetStep>;

/** One whose work a stop ended, or tried to. machine: its runner; step: its next call is answered with it; hold: it is held at its next step. */
export const budgetTarget = z.object({
  name: z.string(),
  agentId: agentId.optional(),
  how: z.enum(["machine", "step", "hold", "team", "none"]),
  state: commandState,
  commandId: commandId.optional(),
  /** What came of it, or why nothing could be done: hostile text. */
  words: z.string().optional(),
});
export type BudgetTarget = z.infer<typeof budgetTarget>;

/**
 * within: less than 80 % or whatever was said of it. asking: the question waits. continued: over, and a person, or the
 * declared default, let it go on. stopping, stopped: nobody is left who was to be stopped; stop_failed: somebody was not.
 */
export const budgetStanding = z.enum(["within", "warned", "asking", "continued", "stopping", "stopped", "stop_failed"]);
export type BudgetStanding = z.infer<typeof budgetStanding>;

/** What is spent at the end of the period, by what was spent so far and the scope's own habit; `n`: hours it rests on. */
export const budgetForecast = z.object({ p10: whole, p50: whole, p90: whole, n: whole, asOf: instant });
export type BudgetForecast = z.infer<typeof budgetForecast>;

export const budgetCurrent = z.object({
  from: instant,
  /** When it begins anew; a whole life has no end. */
  to: instant.optional(),
  /** The amount, and what was added to it in this period. */
  limitMicros: whole,
  extendedMicros: whole,
  spent: budgetSpent.optional(),
  standing: budgetStanding,
  steps: z.array(budgetStep),
  requestId: decisionRequestId.optional(),
  /** The last answer: extend, stop or continue; without a person it was the declared default. */
  answer: z.object({ choice: z.enum(["extend", "stop", "continue"]), at: instant, by: actor }).optional(),
  /** Whom the stop reached; while it is under way, and afterwards. */
  targets: z.array(budgetTarget),
  /** null: the period or the history is too short to say. */
  forecast: budgetForecast.nullable(),
});
export type BudgetCurrent = z.infer<typeof budgetCurrent>;

/** What happened to it, newest first, at most 30. `micros`: the amount, what was added, or what had been spent. */
export const budgetEvent = z.object({
  at: instant,
  what: z.enum(["created", "changed", "paused", "resumed", "step", "asked", "extended", "continued", "stop", "stopped", "stop_failed"]),
  by: actor.optional(),
  micros: whole.optional(),
  percent: whole.optional(),
});
export type BudgetEvent = z.infer<typeof budgetEvent>;

export const budget = z.object({
  id: budgetId,
  /** `name`: of the agent, team, project or task, as far as it is known. */
  scope: z.object({ kind: z.enum(["workspace", "agent", "team", "project", "task"]), id: z.string().optional(), name: z.string() }),
  period: budgetPeriod,
  timeZone: z.string(),
  column: budgetColumn,
  amountMicros: whole,
  extendMicros: whole,
  askSeconds: whole,
  onExpiry: budgetOnExpiry,
  paused: z.boolean(),
  by: actor,
  createdAt: instant,
  current: budgetCurrent,
  /** Periods that are over, newest first, at most 12. */
  past: z.array(z.object({ from: instant, to: instant, limitMicros: whole, spentMicros: whole.nullable(), standing: budgetStanding })),
  events: z.array(budgetEvent),
});
export type Budget = z.infer<typeof budget>;

export const budgetList = z.object({ items: z.array(budget) });

/** `GET /api/budgets/hours`: spend by hour, of the whole workspace where no scope is given. */
export const spendHoursQuery = z.object({
  kind: z.enum(["workspace", "agent", "team", "project", "task"]).default("workspace"),
  id: text(200).optional(),
  column: budgetColumn.default("apiEquivalent"),
  hours: z.coerce.number().int().min(1).max(168).default(48),
  /** Whose hours of the day make the habit. */
  tz: timeZone.default("UTC"),
});
export const spendHours = z.object({
  column: budgetColumn,
  asOf: instant,
  /** Full hours of UTC, oldest first, the last one under way; null: no call of it has a known cost. */
  items: z.array(z.object({ from: instant, micros: whole.nullable(), unpriced: whole })),
  /** The habit of the hour under way, by the same hour of the days before; null: too few. `limit`: above it the hour is told of. `n`: days. */
  habit: z.object({ usual: whole, limit: whole, n: whole }).nullable(),
});
export type SpendHours = z.infer<typeof spendHours>;

/**
 * anomaly: an hour far dearer than its scope's habit, told once an hour. no_data: agents are at work by evidence and nothing
 * came in; withdrawn (`until`) when data comes again, or nobody is at work any more.
 */
export const spendAlarm = z.object({
  id: spendAlarmId,
  kind: z.enum(["anomaly", "no_data"]),
  scope: z.object({ kind: z.enum(["workspace", "agent", "team", "project", "task"]), id: z.string().optional(), name: z.string() }),
  at: instant,
  until: instant.optional(),
  /** Of an anomaly: the hour, what was spent in it when it was told of, and what is usual. */
  hour: z.object({ from: instant, column: budgetColumn, micros: whole, usual: whole, limit: whole, n: whole }).optional(),
  /** Of no_data: when something came last, and who is at work by evidence. */
  silence: z.object({ lastAt: instant, agents: z.array(z.string()) }).optional(),
});
export type SpendAlarm = z.infer<typeof spendAlarm>;
export const spendAlarmList = z.object({ items: z.array(spendAlarm) });
