import { z } from "zod";
import { instant, text } from "./common.ts";
import { repositoryName } from "./repository-name.ts";

/*
 * Signals: one fact each that an agent, a host or a service reported, in one shape whoever said it
 * (ARCHITECTURE "Signals"). Vendors' payloads become these in `integrations/`; the slices react.
 * A signal is known by (owner, source, id): the same fact told twice, by retry or by telemetry and
 * hook both, has the same source and id, and counts once.
 */

const count = z.number().int().min(0).max(1e12);
const milliseconds = z.number().min(0).max(1e11);
const words = text(2_000, 0);
const path = text(1_000);
const name = text(200);
const key = text(200);

/** The agent a signal is about. Without a name it is the token's own agent. */
export const signalAgent = z.object({
  name: text(120).optional(),
  vendor: text(60).optional(),
  role: text(60).optional(),
  host: text(120).optional(),
});

/** Tokens of model calls; `input` is what was neither read from nor written to a cache, `output` includes reasoning. */
export const tokenCounts = z.object({
  input: count.default(0),
  output: count.default(0),
  cacheRead: count.default(0),
  cacheWrite: count.default(0),
  /** The part of `output` that was reasoning, where told. */
  reasoning: count.optional(),
});
export type TokenCounts = z.infer<typeof tokenCounts>;

/** How calls are paid: by token, or by a plan's flat rate. */
export const payment = z.enum(["tokens", "plan"]);

/**
 * `model.called` is one call. `usage.counted` is what a counter grew by, where calls are not told
 * one by one. A session's usage is taken from one channel only: `event` before `span` before `metric`.
 */
export const usageChannel = z.enum(["event", "span", "metric"]);
export type UsageChannel = z.infer<typeof usageChannel>;

const used = {
  model: name.optional(),
  provider: text(60).optional(),
  channel: usageChannel.default("event"),
  tokens: tokenCounts.prefault({}),
  /** What the agent itself says the call cost at list price, in millionths of a dollar. */
  costMicros: count.optional(),
  payment: payment.optional(),
};

const tool = { callId: key.optional(), tool: name };
/**
 * Where a run works. `repository`: its remote, kept as repositoryName makes it; `root`: its top-level folder; `worktree`:
 * the name of that, where it is not the repository's main one.
 */
const place = {
  cwd: path.optional(),
  branch: name.optional(),
  repository: text(2_000).transform(repositoryName).optional(),
  root: path.optional(),
  worktree: name.optional(),
};
/** Line ranges of a file as it is after the edit, from 1, both ends included. */
const lineRanges = z.array(z.tuple([count, count])).max(50);
/** What a tool is about to do, or did, for people to read. */
const doing = { command: words.optional(), path: path.optional(), description: words.optional() };

export const signalData = {
  "session.started": z.object({
    ...place,
    model: name.optional(),
    title: words.optional(),
    version: text(60).optional(),
    how: text(60).optional(),
    permissionMode: text(60).optional(),
    /** Which session this one works for: it is a sub-agent's. */
    parentSession: key.optional(),
  }),
  /** What became known of a running session: only what is told changes. */
  "session.described": z.object({
    ...place,
    model: name.optional(),
    title: words.optional(),
    version: text(60).optional(),
    permissionMode: text(60).optional(),
    parentSession: key.optional(),
    payment: payment.optional(),
  }),
  "session.ended": z.object({ reason: text(120).optional(), failed: z.boolean().default(false), error: words.optional() }),
  /** `ends` false: whoever tells of its start never tells of its end. */
  "turn.started": z.object({
    prompt: words.optional(),
    turnId: key.optional(),
    by: z.enum(["person", "agent"]).default("person"),
    ends: z.boolean().optional(),
  }),
  /** `running`: how many things that it started still run (background tasks, sub-agents). */
  "turn.ended": z.object({
    message: words.optional(),
    turnId: key.optional(),
    failed: z.boolean().default(false),
    error: words.optional(),
    running: count.default(0),
  }),
  "model.called": z.object({ ...used, callId: key.optional(), durationMs: milliseconds.optional(), purpose: text(120).optional() }),
  "model.failed": z.object({
    model: name.optional(),
    provider: text(60).optional(),
    status: z.number().int().min(0).max(999).optional(),
    error: words.optional(),
    durationMs: milliseconds.optional(),
  }),
  "usage.counted": z.object({ ...used, channel: usageChannel.default("metric") }),
  /** `waits`: the agent waits for our answer before it runs, so that the run can be held there. */
  "tool.started": z.object({ ...tool, ...doing, waits: z.boolean().optional() }),
  "tool.decided": z.object({ ...tool, ...doing, accepted: z.boolean(), by: z.enum(["person", "hook", "rule", "agent"]) }),
  "tool.ended": z.object({ ...tool, ...doing, ok: z.boolean(), durationMs: milliseconds.optional(), error: words.optional() }),
  "file.edited": z.object({
    path,
    added: count.optional(),
    removed: count.optional(),
    callId: key.optional(),
    lines: lineRanges.optional(),
  }),
  "task.changed": z.object({
    taskId: key,
    subject: words.optional(),
    status: text(60),
    progress: z.number().min(0).max(100).optional(),
    /** What came of it, and why it failed. */
    result: words.optional(),
    error: words.optional(),
  }),
  /** `todos`: the run's whole to-do list as it stands now, where it was told; what is no longer in it was dropped. */
  "progress.reported": z.object({
    message: words,
    progress: z.number().min(0).max(100).optional(),
    taskId: key.optional(),
    todos: z
      .array(z.object({ key: key.optional(), subject: text(300), status: text(60), priority: text(60).optional() }))
      .max(100)
      .optional(),
  }),
  /** Something the person should know of that is no decision request: a dialog in the terminal, an idle prompt. */
  "attention.wanted": z.object({ what: text(60), message: words.optional() }),
  "delegation.started": z.object({ callId: key, to: name, childSession: key.optional(), task: words.optional() }),
  "delegation.ended": z.object({
    callId: key,
    to: name.optional(),
    ok: z.boolean(),
    childSession: key.optional(),
    error: words.optional(),
  }),
  "handoff.offered": z.object({ handoffId: key, to: name, task: words.optional() }),
  "handoff.accepted": z.object({ handoffId: key }),
  "review.requested": z.object({ reviewId: key, of: words.optional(), by: name.optional() }),
  "review.ended": z.object({ reviewId: key, accepted: z.boolean(), message: words.optional() }),
  "commit.made": z.object({ sha: text(64), branch: name.optional(), message: words.optional() }),
  "pull_request.changed": z.object({ url: text(1_000), status: text(60), title: words.optional() }),
  "limit.hit": z.object({ what: text(60), message: words.optional() }),
  "context.compacted": z.object({ how: text(60).optional() }),
  /** A sign of life. `state`: what the agent says of itself. */
  heartbeat: z.object({
    state: text(60).optional(),
    taskId: key.optional(),
    progress: z.number().min(0).max(100).optional(),
    load: z.number().min(0).max(1e6).optional(),
  }),
} as const;

export type SignalKind = keyof typeof signalData;
export const signalKinds = Object.keys(signalData) as [SignalKind, ...SignalKind[]];

/** What a person can say to a run without a machine in between: words for its model, or that it shall stop. */
export const stepTake = z.enum(["message", "stop"]);
export type StepTake = z.infer<typeof stepTake>;

/**
 * What every signal says, whatever its kind. `session` is the agent's own id of its run, `task` the task it works on.
 * `takes`: what the answer to this very call can bring to the run.
 */
export const signalHead = z.object({
  id: key,
  source: text(60),
  at: instant,
  agent: signalAgent.optional(),
  session: key.optional(),
  task: key.optional(),
  takes: z.array(stepTake).max(2).optional(),
});

const shapes = signalKinds.map((kind) => signalHead.extend({ kind: z.literal(kind), data: signalData[kind] }));
type SignalOf<K extends SignalKind> = z.infer<typeof signalHead> & { kind: K; data: z.infer<(typeof signalData)[K]> };

/** One fact, normalised. `at` is an ISO instant; text is what the agent said, and hostile until shown otherwise. */
export type Signal = { [K in SignalKind]: SignalOf<K> }[SignalKind];
export const signal = z.discriminatedUnion(
  "kind",
  shapes as unknown as [(typeof shapes)[0], ...typeof shapes],
) as unknown as z.ZodType<Signal>;

/** `POST /api/signals`: at most 1,000. Each is judged by itself, so that a bad one does not lose the others. */
export const signalBatch = z.object({ signals: z.array(z.unknown()).max(1_000) });

export const signalAnswer = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.array(z.object({ index: z.number().int(), code: z.string(), detail: z.string().optional() })),
});
export type SignalAnswer = z.infer<typeof signalAnswer>;

/** One signal as it was kept, for the timeline of its session. `data` by `kind`, as above. */
export const timelineItem = z.object({
  key: z.string(),
  at: instant,
  kind: z.string(),
  source: z.string(),
  task: z.string().optional(),
  data: z.unknown(),
});
export type TimelineItem = z.infer<typeof timelineItem>;
export const timelineQuery = z.object({ cursor: text(100).optional() });
export const timelinePage = z.object({ items: z.array(timelineItem), cursor: z.string().optional() });
