import { z } from "zod";
import { actor } from "./access.ts";
import { agentId, sessionId } from "./agents.ts";
import { idOf, instant, text } from "./common.ts";
import { hostId, processId } from "./hosts.ts";

/* Commands: control actions on their way to an agent. */

export const commandId = idOf("cm");
export const commandKind = z.enum(["start", "stop", "restart", "pause", "resume", "message"]);
export type CommandKind = z.infer<typeof commandKind>;

/**
 * requested: nobody has taken it yet. delivered: the host has fetched it. acknowledged: it has begun. done and failed are
 * what the host says; expired: nobody took it, or said what came of it, in time; cancelled: a person took it back before.
 */
export const commandState = z.enum(["requested", "delivered", "acknowledged", "done", "failed", "expired", "cancelled"]);
export type CommandState = z.infer<typeof commandState>;

/** What becomes of an agent's open tasks when a stop or restart of it is done: they stay, wait for anybody, or go to this agent. */
export const commandTasks = z.union([z.enum(["keep", "requeue"]), z.strictObject({ agentId })]);
export type CommandTasks = z.infer<typeof commandTasks>;

/** One control action: who asked for what, how it goes there, and what really happened. */
export const command = z.object({
  id: commandId,
  kind: commandKind,
  state: commandState,
  /** host: its runner does it. step: the agent's next hook, tool call or sign of life is held or answered with it. */
  via: z.enum(["host", "step"]),
  agentId: agentId.optional(),
  sessionId: sessionId.optional(),
  hostId: hostId.optional(),
  processId: processId.optional(),
  profile: z.string().optional(),
  /** Whom or what it is about, for people. */
  subject: z.string(),
  reason: z.string().optional(),
  /** Of `message`: what is said. */
  text: z.string().optional(),
  tasks: commandTasks.optional(),
  by: actor,
  requestedAt: instant,
  deliveredAt: instant.optional(),
  acknowledgedAt: instant.optional(),
  endedAt: instant.optional(),
  expiresAt: instant,
  /** What came of it, in words: the host's own, hostile text. */
  result: z.string().optional(),
});
export type Command = z.infer<typeof command>;

/**
 * `POST /api/commands` (operator): to an agent, to one process, or a profile to start `count` of.
 * `Idempotency-Key` as everywhere. Answers one command for each process that is meant.
 */
export const commandInput = z
  .strictObject({
    kind: commandKind,
    agentId: agentId.optional(),
    hostId: hostId.optional(),
    processId: processId.optional(),
    profile: text(60).optional(),
    count: z.number().int().min(1).max(50).default(1),
    reason: text(500).optional(),
    /** Of `message`: what is said to the agent, as plain text; at most 4,000 characters. */
    text: text(8_000)
      .refine((said) => said.trim() !== "" && [...said].length <= 4_000, "must be 1 to 4,000 characters, not all of them blank")
      .optional(),
    /** Of `stop` and `restart`; without it they stay where they are. Moved in the moment in which the command is done. */
    tasks: commandTasks.optional(),
    /** Seconds until it is given up, 5–3,600. */
    timeoutSeconds: z.number().int().min(5).max(3_600).default(60),
  })
  .refine(
    ({ kind, agentId: agent, hostId: on, processId: one, profile }) =>
      kind === "start" ? on !== undefined && profile !== undefined : agent !== undefined || (on !== undefined && one !== undefined),
    "start needs hostId and profile; anything else agentId, or hostId and processId",
  )
  .refine(
    ({ kind, text: said, agentId: agent }) => (kind === "message") === (said !== undefined) && (kind !== "message" || agent !== undefined),
    {
      error: "text belongs to a message, which is said to an agentId",
      path: ["text"],
    },
  )
  .refine(({ kind, tasks }) => tasks === undefined || kind === "stop" || kind === "restart", {
    error: "belongs to stop and restart",
    path: ["tasks"],
  });
export type CommandInput = z.infer<typeof commandInput>;
export const commandAnswer = z.object({ commands: z.array(command).min(1) });

/** Newest first. */
export const commandQuery = z.object({
  agent: agentId.optional(),
  host: hostId.optional(),
  state: commandState.optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const commandPage = z.object({ items: z.array(command), cursor: z.string().optional() });
