import type { CommandReport, HostCommand, HostProfile, HostTeam, ProcessState } from "@beckon/contracts/hosts";
import type { Actor } from "@beckon/contracts/access";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { SignalsService } from "../signals/signals.service.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** The token that a runner comes with. */
export type Runner = {
  id: string;
  name: string;
  demo?: boolean;
  /** Of one `beckon run`: which run of which agent's token it is. */
  run?: { ownerId: string; key: string };
};

/** What other slices may know of a machine. */
export type KnownHost = { id: string; name: string; tokenId: string; profiles: HostProfile[]; connected: boolean; lastSeenAt: Date };
/** What other slices may know of a process. */
export type KnownProcess = {
  id: string;
  hostId: string;
  profile: string;
  agent: string;
  state: ProcessState;
  sessionId?: string;
  startedAt: Date;
  endedAt?: Date;
  /** How it ended, or why it could not be started, in the machine's words. */
  end?: string;
};

/** What people want done on a machine; the controls slice keeps it. */
export type HostCommands = {
  /** What came of commands. Gives the ids of those that are not this machine's. */
  told(work: Work, host: Pick<KnownHost, "id" | "name" | "tokenId">, reports: readonly CommandReport[]): Promise<string[]>;
  /** What waits for it, oldest first; from now on it has been handed over. */
  deliver(hostId: string): Promise<HostCommand[]>;
  /** The machine is forgotten: nothing more will come of what waits for it. */
  dropAll(work: Work, host: Pick<KnownHost, "id" | "name">, by: Actor): Promise<void>;
};

export type HostsDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  audit: Audit;
  signals: Pick<SignalsService, "append">;
  agents: Pick<AgentsService, "sessionNamed" | "findSessions">;
  commands: HostCommands;
  /** Told of processes whose state is another than before, in the transaction that notes it. */
  told?: (work: Work, processIds: readonly string[]) => Promise<void>;
  /** Told of what a machine's configuration declares beside its profiles. */
  declared?: (work: Work, host: { id: string; name: string }, teams: readonly HostTeam[]) => Promise<void>;
  /** Which of these tokens are not revoked. */
  validTokens: (db: Db, ids: readonly string[]) => Promise<string[]>;
};

/** Wakes the runner that waits for what it is to do; the key is the machine's id. */
export const hostTopic = "host-command";
/** Without a word for so long its runner is not connected. A runner asks again every 25 s. */
export const silentAfterMs = 40_000;
/** So many processes of a machine are kept, and so many are shown. */
export const most = { kept: 1_000, shown: 200, hosts: 200, runs: 100 } as const;
/** What has ended is shown for a day, and kept for thirty. */
export const endedFor = { shownMs: 86_400_000, keptMs: 30 * 86_400_000 } as const;

export const isLive = (state: ProcessState): boolean => state !== "exited" && state !== "failed";
