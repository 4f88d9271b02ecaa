import { z } from "zod";
import { agentId, sessionId } from "./agents.ts";
import { idOf, instant, text } from "./common.ts";

/* Hosts: machines whose runner (`beckon host`) starts, watches and stops agent processes on request. */

export const hostId = idOf("ho");
export const processId = idOf("hp");

/** What a runner may start, by its own configuration; nobody else can add to it. */
export const hostProfile = z.object({
  name: text(60),
  role: text(60).optional(),
  vendor: text(60).optional(),
  /** The program and its words, as people read them. */
  command: text(500),
  folder: text(1_000),
  /** Each process works in a git worktree of its own. */
  worktree: z.boolean().default(false),
  /** So many at once, at most. */
  most: z.number().int().min(1).max(200),
});
export type HostProfile = z.infer<typeof hostProfile>;

/** A team that a machine's configuration declares. It is kept at strength once a person has switched it on. */
export const hostTeam = z.object({
  name: text(80),
  members: z
    .array(z.object({ profile: text(60), strength: z.number().int().min(1).max(50) }))
    .min(1)
    .max(10),
  /** Of each member, by itself. */
  restartsPerHour: z.number().int().min(1).max(60).default(5),
});
export type HostTeam = z.infer<typeof hostTeam>;

/** paused: stopped by a signal to its whole group, state T. failed: never started, or ended by itself with an error. */
export const processState = z.enum(["starting", "running", "paused", "stopping", "exited", "failed"]);
export type ProcessState = z.infer<typeof processState>;

/** One process group as its runner sees it. What has ended is told until the server has taken it. */
export const hostProcess = z.object({
  id: processId,
  profile: text(60),
  /** The agent's name; with the host's name it is one agent. */
  agent: text(120),
  role: text(60).optional(),
  vendor: text(60).optional(),
  state: processState,
  pid: z.number().int().min(1).optional(),
  folder: text(1_000),
  startedAt: instant,
  endedAt: instant.optional(),
  exitCode: z.number().int().min(0).max(255).optional(),
  signal: text(20).optional(),
  /** Why it could not be started, or ended, in words. */
  problem: text(500).optional(),
  /** How often it has been started again. */
  restarts: z.number().int().min(0),
  /** Share of one core in the last interval, 1 is a whole one; bytes that the group has in memory. */
  cpu: z.number().min(0).max(10_000).optional(),
  memoryBytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  lastOutputAt: instant.optional(),
  /** Its last lines, newest last: hostile text. */
  output: z.array(text(500, 0)).max(40).default([]),
});
export type HostProcess = z.infer<typeof hostProcess>;

/** A process as people see it: with the agent and run that it is in the Fleet. */
export const shownProcess = hostProcess.extend({ agentId: agentId.optional(), sessionId: sessionId.optional() });
export type ShownProcess = z.infer<typeof shownProcess>;

/** A machine with a runner. Without a word of it for 40 s it is not connected, and what it runs is as of `lastSeenAt`. */
export const host = z.object({
  id: hostId,
  name: z.string(),
  platform: z.string(),
  version: z.string(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  connected: z.boolean(),
  profiles: z.array(hostProfile),
  /** Those that run, and what ended in the last day; at most 200, running ones first. */
  processes: z.array(shownProcess),
  /** One `beckon run`, named after its machine: it tells of its one process, and starts no other. Gone a day after it ended. */
  run: z.boolean().optional(),
});
/** In lists and in the feed a process has its last line alone, short; all that is kept of it is asked for one by one. */
export type Host = z.infer<typeof host>;
export const hostPage = z.object({ items: z.array(host) });

/**
 * `PUT /api/hosts/me` (token of scope host): the runner says who it is; one token is one host. Sent at each start and
 * whenever its configuration has changed.
 */
export const hostInput = z.object({
  name: text(120),
  platform: text(60),
  version: text(60),
  profiles: z.array(hostProfile).max(50),
  teams: z.array(hostTeam).max(20).default([]),
});
export type HostInput = z.infer<typeof hostInput>;

/** What the runner is asked to do. `processId` names the process that is meant, or the one to be made (start). */
export const hostCommand = z.object({
  id: idOf("cm"),
  kind: z.enum(["start", "stop", "restart", "pause", "resume"]),
  processId,
  /** Of `start`: which profile, and under what name. */
  profile: z.string().optional(),
  agent: z.string().optional(),
  /** Seconds between the polite signal and the one that nothing survives. */
  graceSeconds: z.number().int(),
  /** Not to be begun after that: nobody expects it any more. */
  expiresAt: instant,
});
export type HostCommand = z.infer<typeof hostCommand>;

/** What came of a command: told until the server has taken it. */
export const commandReport = z.object({
  id: idOf("cm"),
  state: z.enum(["acknowledged", "done", "failed"]),
  result: text(500).optional(),
});
export type CommandReport = z.infer<typeof commandReport>;

/**
 * `POST /api/hosts/me/report?wait=25`: everything that runs there, and what came of commands; also its sign of life.
 * `complete` false: only what changed. Answered at once where commands wait, else when one comes or `wait` seconds are over.
 * Commands come again with each answer until they are reported on: the runner does each once.
 */
export const hostReport = z.object({
  complete: z.boolean(),
  processes: z.array(hostProcess).max(200).default([]),
  commands: z.array(commandReport).max(200).default([]),
  /** The runner ends in good order: from now on it is not connected. */
  leaving: z.boolean().optional(),
});
export type HostReport = z.infer<typeof hostReport>;
export const hostReportQuery = z.object({ wait: z.coerce.number().int().min(0).max(25).default(0) });
/**
 * `unknown`: the server has no processes of this host; it wants a complete report. `refused`: ids of commands and processes
 * in the report that are not this host's; nothing was noted of them, and they need not be told again.
 */
export const hostAnswer = z.object({ commands: z.array(hostCommand), unknown: z.boolean(), refused: z.array(z.string()) });
export type HostAnswer = z.infer<typeof hostAnswer>;

/** `GET /api/hosts/:id/processes/:process/output`: its last lines, newest last: hostile text. */
export const processOutput = z.object({ output: z.array(z.string()), lastOutputAt: instant.optional() });
export type ProcessOutput = z.infer<typeof processOutput>;
