import { z } from "zod";
import { agentId, sessionId } from "./agents.ts";
import { exportFormat, idOf, instant, text } from "./common.ts";
import { timeZone } from "./usage.ts";

/* Coordination: attempts of agents to work together, how they ended, and why (METRICS "Coordination"). */

export const coordinationId = idOf("co");
export const coordinationType = z.enum(["delegation", "team_task", "handoff", "review", "pair", "conflict_resolution", "spawn"]);
export type CoordinationType = z.infer<typeof coordinationType>;

export const failureCause = z.enum([
  "connectivity",
  "serialization",
  "timeout",
  "crash",
  "rate_limit",
  "budget",
  "permission",
  "conflict",
  "tool_error",
  "verification_failed",
  "handoff_lost",
  "unclear_task",
  "unknown",
]);
export type FailureCause = z.infer<typeof failureCause>;

/** One side of a coordination: an agent that is known, or a name that was told. */
const party = z.object({ id: agentId.optional(), name: z.string(), role: z.string().optional() });

export const coordination = z.object({
  id: coordinationId,
  type: coordinationType,
  from: party,
  to: party.optional(),
  fromSession: sessionId.optional(),
  toSession: sessionId.optional(),
  /** The task it is about: its id, or its reporter's key. */
  task: z.string().optional(),
  what: z.string().optional(),
  /** dropped: a person called it off; neither a success nor a failure, and in no figure. */
  status: z.enum(["pending", "succeeded", "failed", "dropped"]),
  cause: failureCause.optional(),
  /** Given by the reporter, or read out of the message. */
  causeGiven: z.boolean().optional(),
  message: z.string().optional(),
  /** No retry is left. */
  exhausted: z.boolean().optional(),
  attempt: z.number().int().optional(),
  startedAt: instant,
  endedAt: instant.optional(),
  /** When it counts as failed if nobody tells of its end. */
  deadlineAt: instant.optional(),
  pattern: z.string().optional(),
  demo: z.boolean().optional(),
});
export type Coordination = z.infer<typeof coordination>;

const side = z.object({ name: text(120), host: text(120).optional(), sessionId: text(200).optional() });

/** `POST /api/coordinations`. `key`: the reporter's own id; the same again from the same token is the same row. */
export const coordinationInput = z.object({
  type: coordinationType,
  key: text(200).optional(),
  from: side.optional(),
  to: side.optional(),
  task: text(200).optional(),
  what: text(2_000, 0).optional(),
  attempt: z.number().int().min(1).max(1_000).optional(),
  startedAt: instant.optional(),
  /** After that it counts as failed by timeout; 24 hours, if not given. */
  timeoutSeconds: z.number().int().min(1).max(2_592_000).optional(),
});

/** `POST /api/coordinations/:id/end`. Same end again: 200; another end: 409. */
export const coordinationEnd = z.object({
  outcome: z.enum(["succeeded", "failed"]),
  cause: failureCause.optional(),
  message: text(2_000, 0).optional(),
  exhausted: z.boolean().optional(),
  endedAt: instant.optional(),
});

/** A share in percent with its 95 % Wilson interval; `value` null: nothing ended. */
export const share = z.object({
  value: z.number().nullable(),
  n: z.number().int(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Share = z.infer<typeof share>;

export const tally = z.object({ succeeded: z.number().int(), failed: z.number().int(), pending: z.number().int() });
export const trend = z.enum(["improving", "declining", "stable", "no data"]);

/** `from` defaults to 24 hours before `to`, `to` to now. Kept by quarters of an hour: the window is widened to full ones. */
export const coordinationQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  /** On either side. */
  agent: agentId.optional(),
  role: text(60).optional(),
  task: text(200).optional(),
  type: coordinationType.optional(),
  tz: timeZone.default("UTC"),
});
export type CoordinationQuery = z.output<typeof coordinationQuery>;
export const coordinationExport = coordinationQuery.extend({ format: exportFormat.optional() });
/** `by` role: who hands what to whom by their roles, all of them. */
export const flowQuery = coordinationExport.extend({ by: z.enum(["agent", "role"]).default("agent") });
export type FlowQuery = z.output<typeof flowQuery>;
/** Pages of patterns. */
export const failureQuery = coordinationExport.extend({
  cursor: text(100).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const diagnosticsQuery = z.object({ format: exportFormat.optional() });

const window = z.object({ from: instant, to: instant, timeZone: z.string() });
const row = tally.extend({ share });

export const coordinationSummary = z.object({
  window,
  asOf: instant,
  demo: z.boolean().optional(),
  total: row,
  trend: z.object({
    direction: trend,
    before: row,
    /** Percentage points, now − before, with its interval. */ difference: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
  /** Hours of a window up to 3 days, else days of the time zone; in order, the empty ones too. */
  buckets: z.array(row.extend({ from: instant, to: instant })),
  byType: z.array(row.extend({ type: coordinationType })),
  /** The 50 pairs with most ends. */
  byPair: z.array(row.extend({ from: party, to: party.optional() })),
  byCause: z.array(z.object({ cause: failureCause, count: z.number().int(), exhausted: z.number().int() })),
  /** A coordination of two roles counts in both, so the rows add up to more than the total; null: no role of either side was told. */
  byRole: z.array(row.extend({ role: z.string().nullable() })),
});
export type CoordinationSummary = z.infer<typeof coordinationSummary>;

/** Who hands what to whom. A node's key: an agent's id, "=" and a name, or empty for who was not told; of roles the role. `width` is the count of attempts that began or ended in the window. */
export const coordinationFlow = z.object({
  window,
  asOf: instant,
  demo: z.boolean().optional(),
  nodes: z.array(party.extend({ key: z.string() })),
  links: z.array(row.extend({ from: z.string(), to: z.string(), type: coordinationType })),
  /** How many pairs were left out beyond the 100 largest. */
  leftOut: z.number().int(),
});
export type CoordinationFlow = z.infer<typeof coordinationFlow>;

/** Equal templates are one pattern; exhausted ones first, then by count. */
export const failurePattern = z.object({
  id: z.string(),
  template: z.string(),
  cause: failureCause,
  count: z.number().int(),
  exhausted: z.number().int(),
  firstAt: instant,
  lastAt: instant,
  agents: z.array(party),
  example: z.string(),
});
export type FailurePattern = z.infer<typeof failurePattern>;
export const failurePage = z.object({
  window,
  asOf: instant,
  demo: z.boolean().optional(),
  /** All failures of the window. */
  n: z.number().int(),
  items: z.array(failurePattern),
  cursor: z.string().optional(),
});
export type FailurePage = z.infer<typeof failurePage>;

/** The rows behind a figure, latest first. */
export const coordinationListQuery = coordinationExport.extend({
  status: z.enum(["pending", "succeeded", "failed"]).optional(),
  cause: failureCause.optional(),
  pattern: text(100).optional(),
  /** With `agent`: the other side. */
  other: agentId.optional(),
  /** One side alone, by a key as the flow's nodes have it: an agent's id, "=" and a name; "-" or empty: it was not told. */
  giver: text(210, 0).optional(),
  taker: text(210, 0).optional(),
  /** The role of one side; "-": none was told. */
  giverRole: text(60).optional(),
  takerRole: text(60).optional(),
  /** Only those without a retry left. */
  exhausted: z.literal("true").optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const coordinationPage = z.object({ items: z.array(coordination), cursor: z.string().optional() });
export type CoordinationPage = z.infer<typeof coordinationPage>;

export const diagnostics = z.object({
  asOf: instant,
  score: z.number(),
  grade: z.enum(["healthy", "degraded", "critical"]),
  /** Every check, also those that cost nothing. `items` are at most 20 of `count`. */
  checks: z.array(
    z.object({
      name: z.enum(["unassigned", "long_running", "stale_agents", "orphaned_tasks", "store"]),
      points: z.number(),
      count: z.number().int(),
      /** It could not be looked at; `count` says nothing then. */
      unknown: z.boolean().optional(),
      advice: z.string(),
      items: z.array(z.object({ kind: z.enum(["task", "agent"]), id: z.string(), name: z.string(), since: instant.optional() })),
    }),
  ),
});
export type Diagnostics = z.infer<typeof diagnostics>;

/** Two or more runs that edit one file within the window. */
export const collision = z.object({
  id: idOf("cl"),
  /** The repository by its remote, else the machine and folder. */
  repository: z.string(),
  path: z.string(),
  /** hot: the same lines. soft: the same file, other lines, or lines were not told. */
  kind: z.enum(["hot", "soft"]),
  parties: z.array(
    z.object({
      sessionId,
      agentId,
      name: z.string(),
      host: z.string().optional(),
      worktree: z.string().optional(),
      branch: z.string().optional(),
      firstAt: instant,
      lastAt: instant,
      edits: z.number().int(),
      lines: z.array(z.tuple([z.number().int(), z.number().int()])).optional(),
    }),
  ),
  startedAt: instant,
  lastAt: instant,
  /** open while two of the runs go on and edited within the window. */
  status: z.enum(["open", "over"]),
  demo: z.boolean().optional(),
});
export type Collision = z.infer<typeof collision>;
/** `GET /api/collisions`: open ones first, then the latest. */
export const collisionQuery = z.object({
  status: z.enum(["open", "over"]).optional(),
  kind: z.enum(["hot", "soft"]).optional(),
  agent: agentId.optional(),
  repository: text(400).optional(),
  /** By the last edit. */
  from: instant.optional(),
  to: instant.optional(),
  cursor: text(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  format: z.enum(["json", "csv"]).optional(),
});
export const collisionPage = z.object({
  asOf: instant,
  windowMinutes: z.number(),
  items: z.array(collision),
  cursor: z.string().optional(),
});
