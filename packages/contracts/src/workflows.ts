import { z } from "zod";
import { agentId } from "./agents.ts";
import { idOf, instant, text } from "./common.ts";
import { timeZone } from "./usage.ts";

/* Workflows: runs through ordered stages; a stage may be suspended, waiting for an event or a person. */

export const workflowRunId = idOf("wf");
export const workflowStatus = z.enum(["running", "suspended", "succeeded", "failed", "cancelled"]);
export const stageStatus = z.enum(["waiting", "running", "suspended", "succeeded", "failed", "skipped"]);
export const workflowSource = z.enum(["rest", "argo", "github"]);

export const stage = z.object({
  name: z.string(),
  order: z.number().int(),
  status: stageStatus,
  agent: z.object({ id: agentId.optional(), name: z.string() }).optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  attempts: z.number().int(),
  error: z.string().optional(),
});

export const suspension = z.object({
  id: idOf("su"),
  stage: z.string().optional(),
  waitsFor: z.enum(["event", "person"]),
  what: z.string(),
  since: instant,
  resumedAt: instant.optional(),
  /** Set while a person is asked. */
  requestId: z.string().optional(),
  /** Each attempt to go on, and whether the system outside took it. */
  attempts: z.array(z.object({ at: instant, ok: z.boolean(), error: z.string().optional() })),
});

export const workflowRun = z.object({
  id: workflowRunId,
  source: workflowSource,
  /** The id that the reporter uses. */
  key: z.string(),
  name: z.string(),
  status: workflowStatus,
  task: z.string().optional(),
  role: z.string().optional(),
  project: z.string().optional(),
  agent: z.object({ id: agentId.optional(), name: z.string() }).optional(),
  url: z.string().optional(),
  stages: z.array(stage),
  suspensions: z.array(suspension),
  error: z.string().optional(),
  startedAt: instant,
  endedAt: instant.optional(),
  updatedAt: instant,
  demo: z.boolean().optional(),
});
export type WorkflowRun = z.infer<typeof workflowRun>;

/**
 * `PUT /api/workflows/:key`: the run as its reporter knows it; told again it is the same run. Stages that are not named
 * stay as they are. Unknown fields are ignored.
 */
export const workflowInput = z.object({
  name: text(200),
  status: workflowStatus.optional(),
  task: text(200).optional(),
  role: text(60).optional(),
  project: text(200).optional(),
  agent: text(120).optional(),
  url: text(1_000).optional(),
  error: text(4_000, 0).optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  stages: z
    .array(
      z.object({
        name: text(120),
        status: stageStatus,
        agent: text(120).optional(),
        startedAt: instant.optional(),
        endedAt: instant.optional(),
        attempts: z.number().int().min(0).max(10_000).optional(),
        error: text(4_000, 0).optional(),
      }),
    )
    .max(200)
    .optional(),
});
export type WorkflowInput = z.infer<typeof workflowInput>;

/** `POST /api/workflows/:key/suspend` → the suspension; with `waitsFor` person a decision request is made, whose answer resumes. */
export const suspendInput = z.object({
  stage: text(120).optional(),
  waitsFor: z.enum(["event", "person"]),
  what: text(2_000),
  options: z
    .array(z.object({ id: text(60), label: text(120), tone: z.enum(["approve", "deny", "neutral"]).optional() }))
    .max(10)
    .optional(),
  expiresInSeconds: z.number().int().min(1).max(2_592_000).optional(),
  onExpiry: text(60).optional(),
});
export const resumeInput = z.object({ suspensionId: idOf("su"), ok: z.boolean().default(true), error: text(2_000, 0).optional() });

/** Latest first. `from` and `to` go by the end of a run, or by its start while it goes on. */
export const workflowQuery = z.object({
  status: workflowStatus.optional(),
  source: workflowSource.optional(),
  agent: agentId.optional(),
  task: text(200).optional(),
  role: text(60).optional(),
  project: text(200).optional(),
  stuck: z.stringbool().optional(),
  from: instant.optional(),
  to: instant.optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const workflowPage = z.object({ items: z.array(workflowRun), cursor: z.string().optional() });

/** Milliseconds; null without data. */
export const spread = z.object({ n: z.number().int(), p50: z.number().nullable(), p95: z.number().nullable() });

/** `to` defaults to now, `from` to 7 days before. */
export const workflowSummaryQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  agent: agentId.optional(),
  task: text(200).optional(),
  role: text(60).optional(),
  tz: timeZone.default("UTC"),
});
export const workflowSummary = z.object({
  window: z.object({ from: instant, to: instant, timeZone: z.string() }),
  asOf: instant,
  /** Of the demo fleet, while there is nobody else. */
  demo: z.boolean().optional(),
  /** Those that go on are as of now; the ended ones ended in the window. */
  runs: z.object({
    running: z.number().int(),
    suspended: z.number().int(),
    succeeded: z.number().int(),
    failed: z.number().int(),
    cancelled: z.number().int(),
    stuck: z.number().int(),
  }),
  stages: z.array(spread.extend({ name: z.string() })),
  suspensions: z.array(spread.extend({ waitsFor: z.enum(["event", "person"]) })),
  resume: z.object({ value: z.number().nullable(), n: z.number().int() }),
  /** Agents side by side: ended runs, how many succeeded, and how long a stage took them. */
  agents: z.array(
    z.object({
      id: agentId.optional(),
      name: z.string(),
      stage: z.string(),
      duration: spread,
      succeeded: z.number().int(),
      failed: z.number().int(),
    }),
  ),
  /** By day of the time zone. */
  trend: z.array(z.object({ from: instant, to: instant, succeeded: z.number().int(), failed: z.number().int(), duration: spread })),
});
export type WorkflowSummary = z.infer<typeof workflowSummary>;
