import { z } from "zod";
import { actor } from "./access.ts";
import { agentId, sessionId } from "./agents.ts";
import { idOf, instant, text } from "./common.ts";
import { commandId } from "./controls.ts";
import { decisionRequestId } from "./decisions.ts";
import { hostId, processId } from "./hosts.ts";
import { taskId, taskPriority } from "./tasks.ts";

/* Teams: several processes that are started, watched, paid for and dissolved as one. */

export const teamId = idOf("tm");
export const memberId = idOf("mb");

/**
 * off: stands in a machine's configuration, and nobody has switched it on. dissolving: its processes are being ended;
 * dissolved: none of them is left.
 */
export const teamState = z.enum(["off", "active", "dissolving", "dissolved"]);
export type TeamState = z.infer<typeof teamState>;

/**
 * waiting: nobody has been asked to start it yet. ended, failed: by itself. stopped: a person ended it, and it stays down
 * until one says otherwise. given_up: it failed so often that a person is asked.
 */
export const memberState = z.enum(["waiting", "starting", "running", "paused", "stopping", "ended", "failed", "stopped", "given_up"]);
export type MemberState = z.infer<typeof memberState>;

/** One place of a team, and who fills it. */
export const teamMember = z.object({
  id: memberId,
  role: z.string().optional(),
  profile: z.string().optional(),
  hostId: hostId.optional(),
  hostName: z.string().optional(),
  /** The agent's name, once it has one. */
  agent: z.string().optional(),
  state: memberState,
  /** Why it does not run, in words: a machine's own, hostile text. */
  problem: z.string().optional(),
  commandId: commandId.optional(),
  processId: processId.optional(),
  agentId: agentId.optional(),
  sessionId: sessionId.optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  /** How often it was started, in all. */
  starts: z.number().int(),
  /** When it is started again by itself. */
  nextTryAt: instant.optional(),
  /** The open question about it. */
  requestId: decisionRequestId.optional(),
});
export type TeamMember = z.infer<typeof teamMember>;

/**
 * What its members' runs used since it began, in millionths of a dollar: the `apiEquivalent` of usage, everything at list
 * price. null: nothing could be priced. Counted anew each minute; `unpriced` calls are not in it.
 */
export const teamSpent = z.object({ micros: z.number().int().nullable(), unpriced: z.number().int(), asOf: instant });

export const team = z.object({
  id: teamId,
  name: z.string(),
  /** config: declared by a machine's own configuration. */
  origin: z.enum(["person", "config"]),
  /** Of a declared one: whose configuration. */
  hostId: hostId.optional(),
  hostName: z.string().optional(),
  /** Of a declared one: it stands in the configuration no more. */
  undeclared: z.boolean().optional(),
  state: teamState,
  /** Who ends by itself is started again. */
  keep: z.boolean(),
  /** Of each member, by itself. */
  restartsPerHour: z.number().int(),
  members: z.array(teamMember),
  task: z.object({ id: taskId, title: z.string() }).optional(),
  spent: teamSpent.optional(),
  budget: z
    .object({
      micros: z.number().int(),
      /** Four fifths were spent. */
      warnedAt: instant.optional(),
      reachedAt: instant.optional(),
      requestId: decisionRequestId.optional(),
    })
    .optional(),
  reason: z.string().optional(),
  by: actor.optional(),
  createdAt: instant,
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  /** Of one that is dissolved: what becomes of its tasks, and how many were given back. */
  tasks: z.enum(["keep", "requeue"]).optional(),
  givenBack: z.number().int().optional(),
});
export type Team = z.infer<typeof team>;

/** So many of a role, or of one profile; on one machine, or wherever there is room. */
export const teamWish = z
  .strictObject({
    role: text(60).optional(),
    profile: text(60).optional(),
    hostId: hostId.optional(),
    count: z.number().int().min(1).max(50),
  })
  .refine(({ role, profile }) => role !== undefined || profile !== undefined, "give a role or a profile");
export type TeamWish = z.infer<typeof teamWish>;

const mostMembers = 50;
const wishes = z
  .array(teamWish)
  .min(1)
  .max(10)
  .refine((all) => all.reduce((sum, { count }) => sum + count, 0) <= mostMembers, `at most ${mostMembers} members in all`);

/** `POST /api/teams/preview`: nothing is started. */
export const teamPreviewInput = z.strictObject({ members: wishes });

/** What would run where, and of which wish (by its number, from 0) how many could not be placed, and why. */
export const teamPreview = z.object({
  places: z.array(
    z.object({
      wish: z.number().int(),
      count: z.number().int(),
      hostId,
      hostName: z.string(),
      profile: z.string(),
      role: z.string().optional(),
      command: z.string(),
      folder: z.string(),
      worktree: z.boolean(),
      /** Places of this profile there that are free now. */
      free: z.number().int(),
    }),
  ),
  short: z.array(z.object({ wish: z.number().int(), missing: z.number().int(), why: z.string() })),
});
export type TeamPreview = z.infer<typeof teamPreview>;

const budgetMicros = z.number().int().min(10_000).max(1e12);

/**
 * `POST /api/teams`. `Idempotency-Key` as everywhere. The task is given to the first member. `budgetMicros`: millionths of
 * a dollar, at least a cent. Who could not be placed is a member that waits, with the reason.
 */
export const teamInput = z
  .strictObject({
    name: text(80),
    members: wishes,
    taskId: taskId.optional(),
    task: z.strictObject({ title: text(300), body: text(20_000, 0).optional(), priority: taskPriority.optional() }).optional(),
    budgetMicros: budgetMicros.optional(),
    keep: z.boolean().default(false),
    reason: text(500).optional(),
  })
  .refine(({ taskId: id, task }) => id === undefined || task === undefined, "give taskId or task, not both");
export type TeamInput = z.infer<typeof teamInput>;

/** `PATCH /api/teams/:id`. `keep` true switches a declared team on. `budgetMicros` null: none. */
export const teamPatch = z
  .strictObject({ keep: z.boolean().optional(), budgetMicros: budgetMicros.nullable().optional() })
  .refine(({ keep, budgetMicros: budget }) => keep !== undefined || budget !== undefined, "give keep or budgetMicros");
export type TeamPatch = z.infer<typeof teamPatch>;

/** `POST /api/teams/:id/dissolve`. requeue: what its members had to do waits for others. */
export const teamDissolve = z.strictObject({ tasks: z.enum(["keep", "requeue"]).default("requeue"), reason: text(500).optional() });

export const teamQuery = z.object({
  state: teamState.optional(),
  /** In name, roles, profiles and agents' names. */
  search: text(200).optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const teamPage = z.object({ items: z.array(team), cursor: z.string().optional() });

/** `GET /api/hand-out`: whether waiting tasks are given to the agents that fit best, and what could not be. */
export const handOut = z.object({
  on: z.boolean(),
  by: actor.optional(),
  at: instant.optional(),
  /** One for each cause. `requestId`: a person was asked; `left`: and said to leave it. */
  stuck: z.array(
    z.object({
      role: z.string().optional(),
      tasks: z.number().int(),
      since: instant,
      why: z.string(),
      requestId: decisionRequestId.optional(),
      left: z.boolean(),
    }),
  ),
});
export type HandOut = z.infer<typeof handOut>;
export const handOutInput = z.strictObject({ on: z.boolean() });
