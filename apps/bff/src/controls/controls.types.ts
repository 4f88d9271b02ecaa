import type { Actor } from "@beckon/contracts/access";
import type { CommandInput } from "@beckon/contracts/controls";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { PausesService } from "../pauses/pauses.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

export type ControlsDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  audit: Audit;
  hosts: Pick<HostsService, "known" | "lock" | "processOf" | "live">;
  agents: Pick<AgentsService, "find" | "sessions" | "agentsOfSessions">;
  pauses: Pick<PausesService, "request" | "resume" | "lock" | "takeBack" | "beside">;
};

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
