import type { Actor } from "@beckon/contracts/access";
import type { CommandInput, CommandState } from "@beckon/contracts/controls";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { PausesService } from "../pauses/pauses.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { TasksService } from "../tasks/tasks.service.ts";

export type ControlsDeps = {
  database: Database;
  clock: Clock;
  logger: Logger;
  feed: ChangeFeed;
  jobs: Jobs;
  audit: Audit;
  hosts: Pick<HostsService, "known" | "lock" | "processOf" | "live">;
  agents: Pick<AgentsService, "find" | "findSessions" | "sessions" | "sessionsIn" | "agentsOfSessions" | "ownersOfSessions">;
  pauses: Pick<PausesService, "request" | "requestAs" | "resume" | "lock" | "takeBack" | "beside">;
  tasks: Pick<TasksService, "release">;
  /** Told of commands that came to an end, in the transaction in which they did. */
  ended?: (work: Work, ends: readonly CommandEnd[]) => Promise<void>;
  /** Whether nothing is to be started; throws with words where that is so. */
  assertMayStart?: (db: Db) => Promise<void>;
};

/** `late`: what came of one that had been given up. */
export type CommandEnd = { id: string; state: CommandState; result: string | null; late?: "done" | "failed" };

/** One request of a person or a script: who, what, under what key, and when. */
export type Asked = {
  input: CommandInput;
  by: Actor;
  callerId: string;
  key: string | undefined;
  inputHash: string;
  now: Date;
};

/** Runs at the very moment a command is due. */
export const expireQueue = "command.expire";
/** A phone's replica holds the commands of this long, and no more of them. */
export const replica = { ms: 86_400_000, most: 500 } as const;
/** What has ended is kept so long. */
export const keptMs = 30 * 86_400_000;
