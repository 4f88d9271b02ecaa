import { z } from "zod";
import { agentId } from "./agents.ts";
import { idOf, instant, text } from "./common.ts";
import { decisionKind, decisionRequestId } from "./decisions.ts";
import { ruleProposal, ruleProposalId } from "./rules.ts";
import { timeZone } from "./usage.ts";

/*
 * The attention ledger: how long agents waited for people, how often people were interrupted, how much of their time
 * it took, and what could be answered without them. Times are whole milliseconds, money millionths of the workspace's
 * currency, shares millionths (ppm). Figures are of the workspace, or of the caller's own devices: never of a person.
 */

const whole = z.number().int();
const ms = whole.min(0);
const ppm = whole.min(0).max(1_000_000);

/** So many answers of people make a habit. */
export const habitAfter = 3;
/** So many habits are told of, the costliest first. */
export const mostHabits = 5;

/** `from` defaults to 7 days before `to`, `to` to now; at most 400 days. */
export const attentionQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  agent: agentId.optional(),
  /** The last part of the folder of work, as it is told with questions and sessions. */
  project: text(1_000).optional(),
  tz: timeZone.default("UTC"),
});
export type AttentionQuery = z.output<typeof attentionQuery>;

/** Answer times: from asked to the moment the server had the answer. Null without any. */
export const answerSpread = z.object({ n: whole, p50: ms.nullable(), p95: ms.nullable() });
export type AnswerSpread = z.infer<typeof answerSpread>;

/** Why a part of the money is not known. */
export const priceGap = z.enum([
  /** No hourly rate is set among the assumptions. */
  "no_rate",
  /** No cost of delay is set. */
  "no_delay",
  /** Of some agents that waited it is not known what an hour costs: nothing billed by token is known of them. */
  "agents_unpriced",
]);
export type PriceGap = z.infer<typeof priceGap>;

export const attentionDay = z.object({
  /** The local date, such as 2026-11-21. */
  key: z.string(),
  from: instant,
  to: instant,
  waitingMs: ms,
  /** Of it, outside working hours. */
  outsideMs: ms,
  interruptions: whole,
  answers: whole,
  p50: ms.nullable(),
  attentionMs: ms,
});
export type AttentionDay = z.infer<typeof attentionDay>;

export const attentionSummary = z.object({
  window: z.object({ from: instant, to: instant, timeZone: z.string() }),
  asOf: instant,
  /** Of the demo fleet, while there is nobody else. */
  demo: z.boolean().optional(),
  /** Of all money here: the workspace's, dollars while nobody has set one. */
  currency: z.string(),
  waiting: z.object({
    /** Of each agent the union of its open questions, cut to the window; agents are added up. */
    ms,
    /** Questions that were open in the window; `open`: those that still are. */
    n: whole,
    open: whole,
    /** How many agents waited. */
    agents: whole,
    /** Outside working hours. */
    outsideMs: ms,
    outsideShare: ppm.nullable(),
    /** By hour of the day, 24 of them. */
    byHour: z.array(ms),
    /** The longest first, at most 50. */
    byAgent: z.array(z.object({ agentId: z.string(), name: z.string(), ms, n: whole, open: whole })),
    /** Two kinds at once count for each: these may add up to more than all. */
    byKind: z.array(z.object({ kind: decisionKind, ms, n: whole })),
    /** What it cost: agents by what an hour of theirs is billed, and the declared cost of delay. */
    cost: z.object({
      agentsMicros: whole.nullable(),
      /** Waiting of agents whose rate is not known. */
      unpricedMs: ms,
      delayMicros: whole.nullable(),
      gaps: z.array(priceGap),
    }),
  }),
  /** Of questions that were asked and answered; by when they were answered. */
  answers: answerSpread.extend({
    byKind: z.array(answerSpread.extend({ kind: decisionKind })),
    /** The caller's own devices alone. */
    byDevice: z.array(answerSpread.extend({ deviceId: z.string(), name: z.string() })),
    /** How questions ended in the window. What a rule answers costs nobody's attention. */
    ended: z.object({ person: whole, rule: whole, expired: whole, withdrawn: whole }),
  }),
  /** Notifications that a device showed: of decisions and reminders. `questions`: about how many different ones. */
  interruptions: z.object({
    n: whole,
    questions: whole,
    /** Thousandths of one per day; null for a window without a day that has passed at least in part. */
    perDayMilli: whole.nullable(),
    /** Since when they are counted: before that nothing is known of them. */
    since: instant.nullable(),
  }),
  attention: z.object({
    /** From the opening of a card to its answer, each capped at 10 minutes, and declared review time. */
    ms,
    cardsMs: ms,
    /** Cards of which it was measured, and answers without an opened card: from the lock screen, by a script. */
    cards: whole,
    unmeasured: whole,
    capped: whole,
    reviewMs: ms,
    reviews: whole,
    /** cardsMs ÷ cards. */
    perDecisionMs: ms.nullable(),
    /** ms × hourly rate. */
    micros: whole.nullable(),
    rateMicros: whole.nullable(),
    gaps: z.array(priceGap),
  }),
  /** By day of the time zone, all of them. */
  trend: z.array(attentionDay),
});
export type AttentionSummary = z.infer<typeof attentionSummary>;

export const habitId = idOf("ha");

/** Why no rule is proposed: answers differ · risk is too high for one · a rule covers it by now · it cannot be said narrowly enough. */
export const habitRefusal = z.enum(["differs", "risk", "covered", "too_wide"]);
export type HabitRefusal = z.infer<typeof habitRefusal>;

/** Questions of one tool, command (numbers, ids and paths masked) and project that people answered again and again. */
export const attentionHabit = z.object({
  id: habitId,
  kind: decisionKind,
  tool: z.string().optional(),
  /** What is asked, with what varies masked. */
  template: z.string(),
  project: z.string().optional(),
  /** Answers of people in the window, those that approved, and those that denied; the rest were other. */
  n: whole,
  approved: whole,
  denied: whole,
  approvedShare: ppm,
  /** Agents that asked. */
  agents: whole,
  /** Union of these questions per agent. */
  waitingMs: ms,
  attentionMs: ms,
  /** Cards of which attention was measured. */
  cards: whole,
  micros: whole.nullable(),
  lastAt: instant,
  /** The newest of them, at most 5. */
  requestIds: z.array(decisionRequestId),
  /** The rule that would answer them, to be replayed before it may be switched on. */
  rule: ruleProposal.shape.rule.optional(),
  /** It is the rules' own proposal. */
  proposalId: ruleProposalId.optional(),
  refusal: habitRefusal.optional(),
});
export type AttentionHabit = z.infer<typeof attentionHabit>;

/** The costliest first: by what waiting and attention took together. */
export const attentionHabits = z.object({
  window: attentionSummary.shape.window,
  asOf: instant,
  demo: z.boolean().optional(),
  /** Habits there were in all, and answers of people in the window. */
  n: whole,
  answers: whole,
  currency: z.string(),
  items: z.array(attentionHabit),
});
export type AttentionHabits = z.infer<typeof attentionHabits>;

/** `GET /api/attention/waits`: the rows behind the figures, newest first. */
export const attentionWaitQuery = attentionQuery.extend({
  kind: decisionKind.optional(),
  habit: habitId.optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const attentionWait = z.object({
  requestId: decisionRequestId,
  title: z.string(),
  agentId: z.string(),
  agent: z.string(),
  kind: decisionKind,
  project: z.string().optional(),
  askedAt: instant,
  endedAt: instant.optional(),
  ended: z.enum(["person", "rule", "expired", "withdrawn"]).optional(),
  /** Asked to ended, or to now. */
  waitedMs: ms,
  /** Open-to-answer as measured, before the cap. */
  openMs: ms.optional(),
  /** On one of the caller's own devices. */
  own: z.boolean(),
});
export type AttentionWait = z.infer<typeof attentionWait>;
export const attentionWaitPage = z.object({ items: z.array(attentionWait), cursor: z.string().optional() });
