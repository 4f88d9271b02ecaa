import type { Collision } from "@beckon/contracts/coordination";
import type { AgentsService } from "../agents/agents.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** Two edits of one file no farther apart than this meet. */
export const windowMs = 30 * 60_000;
/** Ranges of lines meet if no more than this many lines lie between them. */
export const nearLines = 3;

export type LineRange = [from: number, to: number];

/** One edit of a file by a run, in milliseconds since 1970. */
export type Mark = { at: number; lines?: LineRange[] };

/** Where a run works, as far as it was told. */
export type SessionPlace = {
  host?: string | undefined;
  /** Whose machine it is where no name of it was told: the token and its run. */
  machine: string;
  cwd?: string | undefined;
  repository?: string | undefined;
  root?: string | undefined;
  worktree?: string | undefined;
};

/**
 * Where a file is. `key` is the same wherever the same repository is; `spot` is the same for the same file of the same
 * machine, whether or not its repository is known.
 */
export type FilePlace = { key: string; spot: string; repository: string; path: string; worktree?: string; remote: boolean };

export type Party = Collision["parties"][number];

/** A run that edited a file, with all that says whether it meets another one. Instants in milliseconds. */
export type Editor = {
  sessionId: string;
  agentId: string;
  /** The runs that it works for, nearest first. */
  parents: readonly string[];
  spot: string;
  marks: readonly Mark[];
  endedAt?: number | undefined;
};

export type CollisionsDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  agents: Pick<AgentsService, "findSessions" | "find" | "onlyDemo">;
};
