import { z } from "zod";
import { actor } from "./access.ts";
import { idOf, instant, text } from "./common.ts";
import { recoveryWords, type RecoveryAction } from "./recovery-words.ts";

/* Recovery: what a person does to the whole team when something is off, and what brings it back. */

export { recoveryStepUp, recoveryWords, resumeWord, type RecoveryAction } from "./recovery-words.ts";

export const recoveryId = idOf("rc");

/**
 * pause_all: every agent that can be held stands still. stop_tasks: tasks at work are blocked, and their agents stand still.
 * restart_all: every process that a machine runs is ended and begun anew. clear_queue: what waits for an agent is cancelled.
 * maintenance: nothing is handed out or started until it ends. reset_soft: stuck tasks go back to the queue; reset_hard:
 * and silent agents are restarted; reset_full: and open coordinations are dropped, and all apps load anew.
 */
export const recoveryAction = z.enum(Object.keys(recoveryWords) as [RecoveryAction, ...RecoveryAction[]]);

export const recoveryItemKind = z.enum(["process", "run", "task", "coordination", "apps"]);
export type RecoveryItemKind = z.infer<typeof recoveryItemKind>;

/** none: nothing can reach it, and it goes on; it is listed so that nobody believes it stopped. */
export const recoveryAct = z.enum(["pause", "restart", "hold", "requeue", "cancel", "drop", "reload", "none"]);
export type RecoveryAct = z.infer<typeof recoveryAct>;

/** One thing that will be touched. `before`: its state now; `effect`: what will happen to it, in words. */
const target = z.object({
  kind: recoveryItemKind,
  id: z.string(),
  name: z.string(),
  where: z.string().optional(),
  before: z.string(),
  act: recoveryAct,
  effect: z.string(),
});

/** requested: not sent yet. sent: its machine or its run has been asked. skipped: there was nothing to do, or no way; `words` say why. */
export const recoveryItemState = z.enum(["requested", "sent", "done", "failed", "skipped"]);
export type RecoveryItemState = z.infer<typeof recoveryItemState>;

/** One thing that was touched, and what came of it. `back`: the same of bringing it back. */
export const recoveryItem = target.extend({
  n: z.number().int(),
  state: recoveryItemState,
  words: z.string().optional(),
  back: z.object({ state: recoveryItemState, words: z.string().optional() }).optional(),
});
export type RecoveryItem = z.infer<typeof recoveryItem>;

/** `POST /api/recoveries/preview` (operator). Nothing is changed by it. */
export const recoveryPreviewInput = z.strictObject({ action: recoveryAction });

/**
 * Exactly what would be touched now: all of it is counted, the first 200 are listed. `hash` names this list; sent along as
 * `previewOf` it keeps what cannot be taken back from touching anything else. `lasting`: what cannot be undone, in words.
 */
export const recoveryPreview = z.object({
  action: recoveryAction,
  word: z.string(),
  asOf: instant,
  hash: z.string(),
  /** Of what will be touched; `unreachable` ones are beside it. */
  total: z.number().int(),
  unreachable: z.number().int(),
  byKind: z.array(z.object({ kind: recoveryItemKind, act: recoveryAct, count: z.number().int() })),
  items: z.array(target),
  canResume: z.boolean(),
  lasting: z.string().optional(),
  /** The one of the same kind that has not ended: another press is that one. */
  underWay: recoveryId.optional(),
});
export type RecoveryPreview = z.infer<typeof recoveryPreview>;

/** `POST /api/recoveries` (operator; with a passkey enrolled confirmed by it). `confirm`: the action's word. */
export const recoveryInput = z.strictObject({
  action: recoveryAction,
  confirm: text(40),
  previewOf: text(64).optional(),
  reason: text(500).optional(),
});
export type RecoveryInput = z.infer<typeof recoveryInput>;

/** `POST /api/recoveries/:id/resume`, confirmed in the same way; the word is "resume". */
export const recoveryResumeInput = z.strictObject({ confirm: text(40) });

/** waiting: neither sent nor settled. They add up to `total`. */
const counts = z.object({
  total: z.number().int(),
  waiting: z.number().int(),
  sent: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
});
export type RecoveryCounts = z.infer<typeof counts>;

/**
 * running: it is being done. done: each item is settled. resuming and resumed: the same of bringing it back.
 * Maintenance holds while its recovery is `done`, and has ended when it is `resumed`.
 */
export const recoveryState = z.enum(["running", "done", "resuming", "resumed"]);
export type RecoveryState = z.infer<typeof recoveryState>;

export const recovery = z.object({
  id: recoveryId,
  action: recoveryAction,
  state: recoveryState,
  by: actor,
  reason: z.string().optional(),
  requestedAt: instant,
  /** When each item was settled. */
  endedAt: instant.optional(),
  resumedBy: actor.optional(),
  resumeAskedAt: instant.optional(),
  resumedAt: instant.optional(),
  canResume: z.boolean(),
  lasting: z.string().optional(),
  counts,
  back: counts.optional(),
  /** What did not come to what was wanted, here or on the way back: the first 20, with why. */
  problems: z.array(z.object({ n: z.number().int(), name: z.string(), where: z.string().optional(), words: z.string() })),
});
export type Recovery = z.infer<typeof recovery>;

/** Newest first. */
export const recoveryPage = z.object({ items: z.array(recovery), cursor: z.string().optional() });
export const recoveryQuery = z.object({
  cursor: text(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** `GET /api/recoveries/:id`: a page of its items beside it, what went wrong first; `after` continues. */
export const recoveryDetail = recovery.extend({ items: z.array(recoveryItem), cursor: z.string().optional() });
export type RecoveryDetail = z.infer<typeof recoveryDetail>;
export const recoveryDetailQuery = z.object({
  cursor: text(40).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
