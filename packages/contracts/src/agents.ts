import { z } from "zod";
import { idOf, instant, text } from "./common.ts";
import { payment, stepTake, tokenCounts } from "./signals.ts";

export const agentId = idOf("ag");
export const sessionId = idOf("se");

/** A named worker that lasts. The same name on two machines is two agents. */
export const agent = z.object({
  id: agentId,
  name: z.string(),
  vendor: z.string().optional(),
  role: z.string().optional(),
  host: z.string().optional(),
  /** The agent that started this one; a sub-agent stands under it. */
  parentId: agentId.optional(),
  /** How a person says its calls are paid; without it, what the agent says counts. */
  payment: payment.optional(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  /** Tasks of it that ended in the last 24 hours, the cancelled ones apart; absent: none. */
  tasks24h: z.object({ completed: z.number().int(), failed: z.number().int() }).optional(),
  /** From the demo fleet. */
  demo: z.boolean().optional(),
});
export type Agent = z.infer<typeof agent>;

/** A tool or model call that has begun and not been told to have ended. */
export const openCall = z.object({
  callId: z.string(),
  tool: z.string(),
  command: z.string().optional(),
  path: z.string().optional(),
  since: instant,
});

/** What a session did, short, for its timeline: the newest 16, oldest first. `text` is the agent's own. */
export const happening = z.object({
  at: instant,
  /** The signal's kind; words are made of it where it is shown. */
  kind: z.string(),
  tool: z.string().optional(),
  text: z.string().optional(),
  ok: z.boolean().optional(),
  durationMs: z.number().optional(),
  model: z.string().optional(),
  tokens: z.number().optional(),
  costMicros: z.number().optional(),
});
export type Happening = z.infer<typeof happening>;

/** Tokens and cost of one session so far. `costMicros` null: no call could be priced; `unpriced` counts such calls. */
export const sessionUsage = z.object({
  calls: z.number(),
  tokens: tokenCounts,
  costMicros: z.number().nullable(),
  unpriced: z.number(),
  models: z.array(z.string()),
});

/**
 * A person's wish that a run stop at its next step, and what came of it. held: it really stands still, since `heldAt`.
 * let_go: it goes on without a person's word; `note` says why. Absent: nobody asked for it.
 */
export const sessionPause = z.object({
  id: idOf("pa"),
  state: z.enum(["requested", "held", "resumed", "let_go"]),
  /** When it was asked for, and by whom. */
  at: instant,
  by: z.string(),
  heldAt: instant.optional(),
  /** The step that it is held before. */
  step: z.string().optional(),
  endedAt: instant.optional(),
  note: z.string().optional(),
});
export type SessionPause = z.infer<typeof sessionPause>;

/** One run of an agent, and the evidence of its state; the state itself is made from it and the time (`metrics` liveness). */
export const session = z.object({
  id: sessionId,
  /** The agent's own id of the run. */
  key: z.string(),
  agentId,
  /** The session whose sub-agent runs this one. */
  parentId: sessionId.optional(),
  title: z.string().optional(),
  cwd: z.string().optional(),
  /** The last part of `cwd`: what people call the place of work. */
  project: z.string().optional(),
  branch: z.string().optional(),
  /** host/owner/name of its remote, or machine:folder; the top-level folder; the name of its worktree, where it is not the main one. */
  repository: z.string().optional(),
  root: z.string().optional(),
  worktree: z.string().optional(),
  model: z.string().optional(),
  version: z.string().optional(),
  permissionMode: z.string().optional(),
  payment: payment.optional(),
  startedAt: instant,
  lastSignalAt: instant,
  endedAt: instant.optional(),
  endReason: z.string().optional(),
  failed: z.boolean().optional(),
  error: z.string().optional(),
  /**
   * `running`: how many things it started still run after its turn ended. `answeredAt`: nobody tells when turns of
   * this run end; the model answered then, and nothing followed yet. Absent: no turn was ever told.
   */
  turn: z
    .object({
      open: z.boolean(),
      startedAt: instant.optional(),
      endedAt: instant.optional(),
      answeredAt: instant.optional(),
      running: z.number(),
    })
    .optional(),
  doing: z.array(openCall),
  task: z
    .object({ id: z.string(), subject: z.string().optional(), status: z.string().optional(), progress: z.number().optional() })
    .optional(),
  /** The newest 24 files it touched, latest first. */
  files: z.array(z.object({ path: z.string(), edits: z.number(), at: instant })),
  usage: sessionUsage,
  /** It has waited for our answer before a step, so it can be held at the next one. */
  canPause: z.boolean().optional(),
  pause: sessionPause.optional(),
  /** What a person can say to it at its next step: it has called in a way whose answer brings that to it. */
  takes: z.array(stepTake).optional(),
  recent: z.array(happening),
});
export type Session = z.infer<typeof session>;

export const agentPage = z.object({ items: z.array(agent), cursor: z.string().optional() });

const listQuery = {
  agent: agentId.optional(),
  role: text(60).optional(),
  /** The task that a run works on. */
  task: text(200).optional(),
  /** By the last sign. */
  from: instant.optional(),
  to: instant.optional(),
  cursor: text(400).optional(),
};

/** Newest sign first. */
export const agentQuery = z.object({ ...listQuery, limit: z.coerce.number().int().min(1).max(1_000).default(1_000) });

/** Newest sign first, to the minute. */
export const sessionQuery = z.object({
  ...listQuery,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const sessionPage = z.object({ items: z.array(session), cursor: z.string().optional() });

/** What a person may change of an agent. `null` takes back to what the agent says of itself. */
export const agentPatch = z.strictObject({
  name: text(120).nullable().optional(),
  role: text(60).nullable().optional(),
  payment: payment.nullable().optional(),
});

/** `POST /api/agents/heartbeat`: a sign of life; the answer brings what waits for the agent. Unknown fields are ignored. */
export const heartbeatInput = z.object({
  agent: z.object({
    name: text(120).optional(),
    vendor: text(60).optional(),
    role: text(60).optional(),
    host: text(120).optional(),
    sessionId: text(200).optional(),
  }),
  state: text(60).optional(),
  taskId: text(120).optional(),
  progress: z.number().min(0).max(100).optional(),
  load: z.number().min(0).max(1e6).optional(),
  /** What this program does when the answer says so; without it nobody is offered to ask for that. */
  takes: z.array(stepTake).max(2).optional(),
  /** What came of commands that an answer brought: each is given again with every answer until it is named here. */
  commands: z
    .array(z.object({ id: text(60), state: z.enum(["done", "failed"]), result: text(500).optional() }))
    .max(50)
    .optional(),
});

export type HeartbeatInput = z.input<typeof heartbeatInput>;

/**
 * `message`: words of a person for the agent, in `text`. `stop`: it shall end its work; `reason` says why, if that was
 * said. `pause`: a person wants the run to stand still; it is gone from the answer when they let it go on. Ids of messages
 * and stops are to be done once, however often they come. Other kinds may be added: leave what you do not know.
 */
export const heartbeatCommand = z.object({
  id: z.string(),
  kind: z.string(),
  /** Of `message`: at most 4,000 characters of plain text without control characters. */
  text: z.string().optional(),
  by: z.string().optional(),
  reason: z.string().optional(),
  at: instant.optional(),
});
export type HeartbeatCommand = z.infer<typeof heartbeatCommand>;
export const heartbeatAnswer = z.object({ commands: z.array(heartbeatCommand) });
