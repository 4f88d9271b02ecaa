import { z } from "zod";
import { actor } from "./access.ts";
import { agentId, sessionId } from "./agents.ts";
import { exportFormat, idOf, instant, text } from "./common.ts";
import { taskId } from "./tasks.ts";

/*
 * Outcomes: results that somebody accepted, the unit of business value (METRICS "Business value"). Money is in whole
 * millionths (`micros`), hours in whole thousandths (`milliHours`), shares in whole millionths (`ppm`).
 */

export const outcomeId = idOf("oc");

const whole = z.number().int().min(0);
/** A share in millionths: 1_000_000 is all of it. */
export const ppm = z.number().int().min(0).max(1_000_000);
const milliHours = whole.max(10_000_000);

/** What a person would have needed, in thousandths of an hour; p10 ≤ p50 ≤ p90. */
export const hoursTriple = z
  .object({ p10: milliHours, p50: milliHours, p90: milliHours })
  .refine(({ p10, p50, p90 }) => p10 <= p50 && p50 <= p90, "p10 ≤ p50 ≤ p90");
export type HoursTriple = z.infer<typeof hoursTriple>;

/** A: own history of the task type. B: estimate locked before the run. C: estimate after it. D: judged by a model. */
export const hoursGrade = z.enum(["A", "B", "C", "D"]);
export type HoursGrade = z.infer<typeof hoursGrade>;

/** By what it was accepted first. A revert is no outcome of its own. */
export const outcomeSource = z.enum(["pull_request", "task", "workflow", "hand"]);
export type OutcomeSource = z.infer<typeof outcomeSource>;

/** `feature`, `fix`, … or what a team calls its own. */
export const taskType = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "small letters, digits and dashes, at most 40");

/**
 * Where the hours are from. history: measured hours of this type's hold-outs. estimate: the task's, `lockedAt` when it was
 * locked. type: the baseline of the task type. person: entered for this outcome. model: reported as judged by a model.
 */
export const hoursBasis = z.object({
  kind: z.enum(["history", "estimate", "type", "person", "model"]),
  /** Measured hold-outs behind it. */
  n: whole.optional(),
  /** Who said it, and when. */
  by: z.string().optional(),
  at: instant.optional(),
  /** From when on it could not be changed any more: its first run began. */
  lockedAt: instant.optional(),
});
export type HoursBasis = z.infer<typeof hoursBasis>;

/** What a cost column sums to; null: nothing of it was told, or none of it could be priced. Never added together. */
export const outcomeCost = z.object({
  billedMicros: whole.nullable(),
  planMicros: whole.nullable(),
  apiEquivalentMicros: whole.nullable(),
  /** Calls that could not be priced are in none of the columns. */
  unpriced: whole,
});
export type OutcomeCost = z.infer<typeof outcomeCost>;

/**
 * unchecked: nobody has looked yet, or there is nothing to look at. standing: it was looked for, and it stands.
 * reworked: a part of it was taken out or written anew. reverted: all of it was taken back.
 */
export const durabilityState = z.enum(["unchecked", "standing", "reworked", "reverted"]);
export type DurabilityState = z.infer<typeof durabilityState>;

/**
 * One thing that was found. reverted, restored: its commit or pull request was taken back, or the taking back was.
 * rewritten: `d` of its lines were left. standing: it was looked for and found. incident: an issue names it.
 */
export const durabilityEvidence = z.object({
  at: instant,
  kind: z.enum(["standing", "rewritten", "reverted", "restored", "incident"]),
  /** webhook: GitHub told. repository: `beckon outcomes check` found it with git. schedule: the look after 7 or 30 days. */
  from: z.enum(["webhook", "repository", "schedule"]),
  /** What shows it: an address, or a commit's hash. Opened only when it is an https address. */
  ref: z.string().optional(),
  detail: z.string().optional(),
  d: ppm.optional(),
});
export type DurabilityEvidence = z.infer<typeof durabilityEvidence>;

/** `d` 0 when reverted; the share of lines or commits left when reworked; else 1. It is raised by a revert of the revert alone. */
export const durability = z.object({
  d: ppm,
  state: durabilityState,
  incident: z.boolean(),
  checkedAt: instant.optional(),
  /** When it is looked at again; absent: both looks are over. */
  nextAt: instant.optional(),
  /** Newest first, at most 20. */
  evidence: z.array(durabilityEvidence),
});

/** How a run is known to have worked on it. */
export const sessionLink = z.enum(["commit", "branch", "pull_request", "task", "workflow", "trailer", "hand"]);

export const outcome = z.object({
  id: outcomeId,
  source: outcomeSource,
  title: z.string(),
  /** An https address, if it has one. */
  url: z.string().optional(),
  taskType,
  acceptedAt: instant,
  /** A person's, agent's or GitHub account's name. */
  acceptedBy: z.string(),
  agent: z.object({ id: agentId, name: z.string() }).optional(),
  role: z.string().optional(),
  team: z.string().optional(),
  model: z.string().optional(),
  project: z.string().optional(),
  /** What it consists of: the same work told in several ways is one outcome. */
  parts: z.array(
    z.object({
      kind: outcomeSource,
      ref: z.string(),
      title: z.string().optional(),
      url: z.string().optional(),
      acceptedAt: instant.optional(),
    }),
  ),
  /** Runs that worked on it. `share` of their cost is this outcome's: a run with n outcomes is divided by n. */
  sessions: z.array(z.object({ id: sessionId, via: sessionLink, share: whole })),
  commits: z.array(z.object({ sha: z.string(), sessionId: sessionId.optional(), at: instant })),
  cost: outcomeCost,
  /** Null: nobody has said or measured anything; such an outcome has no value that could be told. */
  hours: hoursTriple.nullable(),
  grade: hoursGrade.optional(),
  basis: hoursBasis.optional(),
  /** `a`: the part that agents did. From the commits' authors, where those are known; else all. */
  agentShare: ppm,
  agentShareFrom: z.enum(["commits", "assumed", "person", "hold_out"]),
  /** `k`: 1_000_000: nobody would have done it anyway; 500_000; 0. */
  counterfactual: z.union([z.literal(1_000_000), z.literal(500_000), z.literal(0)]),
  durability,
  /** What the runs that took it back or mended it cost, at list price: part of the usage, not beside it. */
  reworkMicros: whole.optional(),
  /** From the opening of its pull request to the merge, by the clock. */
  reviewMinutes: whole.optional(),
  /** What a person says that they spent on reviewing it. */
  declaredReviewMinutes: whole.optional(),
  /** A person did it on purpose, to measure: no agent's part in it. */
  holdOut: z.boolean().optional(),
  withdrawn: z.object({ at: instant, by: z.string(), reason: z.string() }).optional(),
  demo: z.boolean().optional(),
  version: z.number().int(),
});
export type Outcome = z.infer<typeof outcome>;

const reason = text(500);
const reviewed = whole.max(10_000);
/** What a model judged enters as grade D. A single number is somebody's own word of what was saved: it is the p90. */
const hoursInput = z.union([
  hoursTriple.and(z.object({ judgedBy: z.enum(["person", "model"]).default("person") })),
  z.object({ saved: milliHours }),
]);

/** `POST /api/outcomes`: by exactly one of what it names, or by hand with a title. The same work again is the same outcome. */
export const outcomeInput = z
  .strictObject({
    taskId: taskId.optional(),
    workflowRunId: idOf("wf").optional(),
    title: text(300).optional(),
    url: text(1_000).optional(),
    taskType: taskType.optional(),
    /** Now, if not given; never later. */
    acceptedAt: instant.optional(),
    sessionIds: z.array(sessionId).max(50).optional(),
    project: text(200).optional(),
    hours: hoursInput.optional(),
    agentShare: ppm.optional(),
    counterfactual: outcome.shape.counterfactual.optional(),
    declaredReviewMinutes: reviewed.optional(),
  })
  .refine((value) => [value.taskId, value.workflowRunId, value.title].filter((part) => part !== undefined).length === 1, {
    message: "one of taskId, workflowRunId and title",
  });
export type OutcomeInput = z.infer<typeof outcomeInput>;

/** `PATCH /api/outcomes/:id`: `version` is the one that was seen. `hours` null: back to what the baselines say. */
export const outcomePatch = z
  .strictObject({
    version: z.number().int(),
    title: text(300).optional(),
    taskType: taskType.optional(),
    hours: hoursInput.nullable().optional(),
    agentShare: ppm.optional(),
    counterfactual: outcome.shape.counterfactual.optional(),
    declaredReviewMinutes: reviewed.optional(),
    reason: reason.optional(),
  })
  .refine(({ version: _, reason: __, ...rest }) => Object.values(rest).some((value) => value !== undefined), "nothing to change");
export type OutcomePatch = z.infer<typeof outcomePatch>;
export const outcomeWithdrawal = z.strictObject({ reason });

/** `from` defaults to 30 days before `to`, `to` to now; by the time of acceptance. */
export const outcomeQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  source: outcomeSource.optional(),
  type: taskType.optional(),
  agent: agentId.optional(),
  role: text(60).optional(),
  team: text(120).optional(),
  model: text(200).optional(),
  project: text(200).optional(),
  /** `none`: without hours. */
  grade: z.enum(["A", "B", "C", "D", "none"]).optional(),
  /** `withdrawn` are shown only where they are asked for. */
  state: z.enum([...durabilityState.options, "withdrawn"]).optional(),
  task: text(200).optional(),
  search: text(200).optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  format: exportFormat.optional(),
});
export type OutcomeQuery = z.output<typeof outcomeQuery>;
/** Newest first. `n`: how many fit, withdrawn ones not. */
export const outcomePage = z.object({
  items: z.array(outcome),
  n: whole,
  asOf: instant,
  demo: z.boolean().optional(),
  cursor: z.string().optional(),
});
export type OutcomePage = z.infer<typeof outcomePage>;

/** Of a window: what runs with an outcome spent in it, and what runs without one did. The two add up to what was spent. */
export const outcomeCosts = z.object({
  window: z.object({ from: instant, to: instant }),
  asOf: instant,
  attributed: outcomeCost.extend({ sessions: whole }),
  unattributed: outcomeCost.extend({ sessions: whole }),
  /** The dearest runs without an outcome, at most 20. */
  unlinked: z.array(
    z.object({ sessionId, agent: z.string().optional(), title: z.string().optional(), project: z.string().optional(), cost: outcomeCost }),
  ),
  demo: z.boolean().optional(),
});
export type OutcomeCosts = z.infer<typeof outcomeCosts>;

/** What a type of task takes people. `words`: labels and prefixes that mean this type, besides its own name. */
export const outcomeBaseline = z.object({
  taskType,
  words: z.array(z.string()),
  /** As declared; for runs that began before `setAt` it is grade C. */
  hours: hoursTriple.optional(),
  setAt: instant.optional(),
  setBy: actor.optional(),
  /** Measured by hold-outs, from 5 on: grade A. */
  history: z.object({ n: whole, hours: hoursTriple.nullable() }),
});
export type OutcomeBaseline = z.infer<typeof outcomeBaseline>;
export const outcomeBaselines = z.object({ items: z.array(outcomeBaseline) });
export type OutcomeBaselines = z.infer<typeof outcomeBaselines>;
export const outcomeBaselineInput = z
  .strictObject({ hours: hoursTriple.nullable().optional(), words: z.array(text(60)).max(20).optional() })
  .refine(({ hours, words }) => hours !== undefined || words !== undefined, "nothing to change");
export type OutcomeBaselineInput = z.infer<typeof outcomeBaselineInput>;

/** Of new tasks of the team this share gets the label `hold-out`: no agent is given it, and a person says what it took. */
export const holdOutSettings = z.object({ share: ppm, setAt: instant.optional(), setBy: actor.optional() });
export const holdOutInput = z.strictObject({ share: ppm.max(500_000) });
export const holdOutLabel = "hold-out";
export const holdOut = z.object({
  taskId,
  title: z.string(),
  taskType,
  markedAt: instant,
  /** What it took, as a person measured it. */
  milliHours: whole.optional(),
  measuredAt: instant.optional(),
  measuredBy: z.string().optional(),
});
export const holdOuts = z.object({ settings: holdOutSettings, items: z.array(holdOut) });
export type HoldOuts = z.infer<typeof holdOuts>;
export const holdOutMeasure = z.strictObject({ milliHours: whole.min(1).max(10_000_000) });
