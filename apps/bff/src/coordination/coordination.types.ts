import type { CoordinationType, FailureCause } from "@beckon/contracts/coordination";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { Logger } from "../platform/logger.ts";

/** What a token is to this slice. */
export type Owner = { id: string; demo?: boolean };

/** One side: an agent that is known, or a name that was told. */
export type Party = { id?: string; name: string; role?: string };

/**
 * One thing that was told of a matter. Flat, so that two of them compare. `by…`: the agent that it was told of;
 * `up…`: the run and agent it works for.
 */
export type Word = {
  /** delegated: a call says this run is its own. parent: the run that delegated ended by an error. dropped: a person called it off; taken_up: no longer. */
  kind: "open" | "end" | "parent" | "delegated" | "dropped" | "taken_up";
  at: string;
  byId?: string;
  byName?: string;
  byRole?: string;
  session?: string;
  upSession?: string;
  upId?: string;
  upName?: string;
  upRole?: string;
  /** Of what a program told itself. */
  type?: CoordinationType;
  to?: string;
  toId?: string;
  toRole?: string;
  /** The name of the matter that tells of the sub-agent's run, or of the call that started a run. */
  link?: string;
  task?: string;
  what?: string;
  ok?: boolean;
  cause?: FailureCause;
  message?: string;
  exhausted?: boolean;
  attempt?: number;
  /** How long it may take, in seconds. */
  seconds?: number;
};

/** A word, and the matter it is of. Words are kept under the token they came with. `known`: only if anything was told of it. */
export type Telling = { name: string; owner: Owner; word: Word; known?: true };

export type Case = { key: string; ownerId: string; name: string; demo: boolean; words: Word[] };

/** One attempt as its words make it. Instants in milliseconds. */
export type Attempt = {
  type: CoordinationType;
  from: Party;
  to?: Party;
  fromSession?: string;
  toSession?: string;
  task?: string;
  what?: string;
  /** See the table. */
  thing?: string;
  status: "pending" | "succeeded" | "failed" | "dropped";
  cause?: FailureCause;
  causeGiven?: boolean;
  message?: string;
  exhausted?: boolean;
  attempt?: number;
  startedAt: number;
  endedAt?: number;
  deadlineAt?: number;
};

/** Which names a sum is kept by: see `namesOf` in rollups.ts. */
export type View =
  | "total"
  | "ofType"
  | "cause"
  | "role"
  | "kind"
  | "ofRole"
  | "ofRoleCause"
  | "ofAgent"
  | "detail"
  | "pair"
  | "failure"
  | "roleFailure";

export type CoordinationDeps = {
  database: Database;
  clock: Clock;
  logger: Logger;
  feed: ChangeFeed;
  agents: Pick<AgentsService, "onlyDemo" | "find" | "called" | "agentsOfSessions" | "seen" | "recentSessions" | "findSessions">;
  /** When these runs were first done with what they were asked; the signals slice knows. */
  firstEnds(
    db: Db,
    sessionIds: readonly string[],
  ): Promise<readonly { sessionId: string; at: Date; failed: boolean; error: string | null }[]>;
  /** Tasks that have not ended; the tasks slice knows. */
  openTasks(db: Db): Promise<readonly OpenTask[]>;
  /** Decision requests that are open. */
  waiting(db: Db): Promise<readonly { agentId?: string | undefined; askedAt: string }[]>;
  /** Whether database, jobs and stream answer, as /ready says. */
  answers(): Promise<{ store: boolean; stream: boolean }>;
};

/** A task of the team, as diagnostics looks at it. */
export type OpenTask = {
  id: string;
  title: string;
  status: string;
  agent?: { id?: string | undefined; name: string } | undefined;
  sessionId?: string | undefined;
  createdAt: string;
  startedAt?: string | undefined;
  updatedAt: string;
  scope: "session" | "team";
  demo?: boolean | undefined;
};
