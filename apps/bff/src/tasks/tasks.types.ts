import type { Actor } from "@beckon/contracts/access";
import type { Task, TaskFile, TaskPriority, TaskStatus } from "@beckon/contracts/tasks";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { SignalOwner } from "../agents/locate.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { UsageService } from "../usage/usage.service.ts";

export type { SignalOwner };

/** A change of a task's file that a person asked for. */
export type FileEditWish = {
  directoryId: string;
  path: string;
  document: number;
  status?: TaskStatus;
  priority?: TaskPriority;
  by: string;
};

/** An agent that made a change. */
export type TaskAgent = { id: string; name: string; role?: string };

/** `from` is absent for a task that is new, `by` where no agent did it. `via` signal: it was told as `task.changed`. */
export type TaskChange = {
  task: Task;
  from?: TaskStatus;
  owner: { id: string; demo?: boolean };
  by?: TaskAgent;
  via: TaskVia;
  /** What goes into its history. */
  events: readonly { at: Date; kind: string; by: string; detail?: string; to?: TaskStatus }[];
};
export type TaskVia = "call" | "signal" | "file";
/** Told of changes in the transaction that makes them. */
export type TaskListener = (work: Work, changes: readonly TaskChange[]) => Promise<void>;

export type TasksDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  audit: Audit;
  agents: Pick<AgentsService, "seen" | "find" | "listIn" | "onlyDemo" | "called" | "sessionNamed" | "findSessions" | "recentSessions">;
  usage: Pick<UsageService, "ofTasks">;
  requestFileEdit: (work: Work, wish: FileEditWish) => Promise<void>;
  listeners: readonly TaskListener[];
  /** Whether nothing is to be handed out. */
  handsOutNothing?: (db: Db) => Promise<boolean>;
  /** The tokens that runners of machines come with, each with its machine's name. */
  runners?: (db: Db) => Promise<ReadonlyMap<string, string>>;
};

/** Who acts: by what name it stands in the history, and of which token alone it may act, if of one only. */
export type TaskActor = { name: string; actor: Actor; owner?: SignalOwner };

export type FilePlace = Pick<TaskFile, "directoryId" | "path" | "document">;

/** Runs at the very moment a task is due. */
export const timeoutQueue = "task.timeout";
