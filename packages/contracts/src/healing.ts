import { z } from "zod";
import { actor } from "./access.ts";
import { idOf, instant, text } from "./common.ts";

/* Auto-heal: what is wrong, what is done about it within limits, and what came of it. */

export const healingId = idOf("hl");

/**
 * conservative: only what cannot lose work. smart: also restarts where this system's own history, or clear evidence, speaks
 * for it. aggressive: restarts whatever is silent or stuck.
 */
export const healingMode = z.enum(["conservative", "smart", "aggressive"]);
export type HealingMode = z.infer<typeof healingMode>;

export const healingFault = z.enum([
  "crash_loop",
  "out_of_memory",
  "silent_exit",
  "start_failed",
  "hang",
  "stopped_outside",
  "stale",
  "rate_limit",
  "outage",
  "orphaned_task",
  "zombie_task",
  "poisoned_task",
  "lost_hand_off",
  "repeated_failure",
  "clock_skew",
  "host_away",
]);
export type HealingFault = z.infer<typeof healingFault>;

/** restart: of a process that has ended it is a start of the same profile. wait: nothing until a moment. ask: a decision request. */
export const healingAct = z.enum(["restart", "resume", "stop", "requeue", "reassign", "retry", "wait", "ask"]);
export type HealingAct = z.infer<typeof healingAct>;

export const healingSubject = z.object({
  kind: z.enum(["agent", "process", "task", "host", "coordination", "pattern", "team"]),
  id: z.string(),
  name: z.string(),
});
export type HealingSubject = z.infer<typeof healingSubject>;

/** One fact that speaks for a finding: what, when it was so, and where it was seen. Names in it are hostile text. */
export const healingEvidence = z.object({ what: z.string(), at: instant.optional(), where: z.string() });
export type HealingEvidence = z.infer<typeof healingEvidence>;

/** How many restarts one agent gets in an hour, how long after the first (then doubling), and how many acts one run has. */
export const healingLimits = z.object({
  restartsPerHour: z.number().int().min(0).max(20),
  coolDownSeconds: z.number().int().min(0).max(3_600),
  actsPerRun: z.number().int().min(1).max(100),
});
export type HealingLimits = z.infer<typeof healingLimits>;
export const defaultHealingLimits: HealingLimits = { restartsPerHour: 3, coolDownSeconds: 120, actsPerRun: 10 };

/** In how many of this system's own cases the act helped against the fault; absent where there are too few to say. */
export const healingLikelihood = z.object({ helped: z.number().int(), of: z.number().int() });
export type HealingLikelihood = z.infer<typeof healingLikelihood>;

export const healingStep = z.object({
  /** Of a step of a dry run: what it is about; of a run: its id. */
  id: z.string(),
  act: healingAct,
  fault: healingFault,
  subject: healingSubject,
  reason: z.string(),
  evidence: z.array(healingEvidence),
  since: instant,
  likelihood: healingLikelihood.optional(),
  /** It is not done because of a limit; `until`: when it may be. */
  refusedBy: z.object({ limit: z.enum(["restarts_per_hour", "cool_down", "acts_per_run"]), until: instant.optional() }).optional(),
  /** Of wait: until then it is left in peace. Of reassign: whom the task goes to. */
  until: instant.optional(),
  to: healingSubject.optional(),
});
export type HealingStep = z.infer<typeof healingStep>;

/** What is seen and not touched, with the reason. `person`: only a person can do something about it. */
export const healingLeft = z.object({
  fault: healingFault.optional(),
  subject: healingSubject,
  reason: z.string(),
  evidence: z.array(healingEvidence),
  person: z.boolean(),
});
export type HealingLeft = z.infer<typeof healingLeft>;

/** What would be done now. `hash` names this plan: a run is only begun on the plan that was seen. */
export const healingPlan = z.object({
  asOf: instant,
  mode: healingMode,
  limits: healingLimits,
  hash: z.string(),
  steps: z.array(healingStep),
  left: z.array(healingLeft),
  demo: z.boolean().optional(),
});
export type HealingPlan = z.infer<typeof healingPlan>;

/** planned, then doing while a machine or a person has it, then what really happened. refused: by a limit. */
export const healingStepState = z.enum(["planned", "doing", "done", "failed", "refused"]);
/** pending while it is measured. helped: new evidence of work came in time, and the same fault did not come back. */
export const healingOutcome = z.enum(["pending", "helped", "not_helped"]);

export const takenStep = healingStep.extend({
  state: healingStepState,
  commandIds: z.array(z.string()),
  requestId: z.string().optional(),
  result: z.string().optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  outcome: healingOutcome.optional(),
  outcomeNote: z.string().optional(),
  /** A person's answer, where it asked. */
  answer: z.object({ choice: z.enum(["again", "stop", "leave"]), by: z.string(), at: instant }).optional(),
});
export type TakenStep = z.infer<typeof takenStep>;

export const healingRun = z.object({
  id: healingId,
  mode: healingMode,
  limits: healingLimits,
  by: actor,
  state: z.enum(["running", "over"]),
  startedAt: instant,
  endedAt: instant.optional(),
  steps: z.array(takenStep),
  left: z.array(healingLeft),
  demo: z.boolean().optional(),
});
export type HealingRun = z.infer<typeof healingRun>;

/** Which part of the team the rule may touch; empty: all of it. */
export const healingScope = z.strictObject({ hostId: idOf("ho").optional(), role: text(60).optional() });
export type HealingScope = z.infer<typeof healingScope>;

/** It runs by itself since a person switched that on. */
export const healingRule = z.object({
  id: healingId,
  mode: healingMode,
  scope: healingScope,
  limits: healingLimits,
  everyMinutes: z.number().int(),
  until: instant.optional(),
  by: actor,
  at: instant,
  /** When it looked last; absent: it has not yet. */
  lookedAt: instant.optional(),
  offAt: instant.optional(),
  offBy: z.string().optional(),
});
export type HealingRule = z.infer<typeof healingRule>;

/** `POST /api/healing/preview`: the plan, and nothing else: it changes nothing. */
export const healingPreviewInput = z.strictObject({ mode: healingMode, limits: healingLimits.partial().optional() });
/** `POST /api/healing/runs`: 409 with the plan as it is now where it is another than the one that was seen. */
export const healingRunInput = healingPreviewInput.extend({ planHash: text(100) });
/** `PUT /api/healing/rule`: from now on it runs by itself; what stood before is over. */
export const healingRuleInput = healingPreviewInput.extend({
  scope: healingScope.default({}),
  everyMinutes: z.number().int().min(1).max(60).default(2),
  until: instant.optional(),
});

/** Own cases of one act against one fault that are measured. */
export const healingTally = z.object({ fault: healingFault, act: healingAct, helped: z.number().int(), of: z.number().int() });
export type HealingTally = z.infer<typeof healingTally>;
/** `GET /api/healing`: the rule that stands, the latest runs, and how often what helped. */
export const healingOverview = z.object({
  asOf: instant,
  rule: healingRule.optional(),
  runs: z.array(healingRun),
  tallies: z.array(healingTally),
});
export type HealingOverview = z.infer<typeof healingOverview>;
