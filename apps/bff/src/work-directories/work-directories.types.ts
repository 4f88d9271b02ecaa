import type { TaskFile, TaskPriority, TaskStatus } from "@beckon/contracts/tasks";
import type { WorkFile } from "@beckon/contracts/work-directories";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** The token that a watcher came with. */
export type Watcher = { id: string; name: string; demo?: boolean };

/** The tasks slice, which keeps what stands in the files. */
export type FileTasks = {
  put(work: Work, told: { owner: Watcher; directory: { id: string; writable: boolean }; files: WorkFile[] }): Promise<void>;
  move(work: Work, told: { directoryId: string; moves: { from: string; to: string }[] }): Promise<void>;
  remove(work: Work, told: { directoryId: string; paths: string[] | "all" }): Promise<void>;
  setEdit(work: Work, told: { directoryId: string; path: string; document: number; edit: TaskFile["edit"] | undefined }): Promise<void>;
  setWritable(work: Work, told: { directoryId: string; writable: boolean }): Promise<void>;
  /** From now on they are another token's. */
  handOver(work: Work, told: { directoryId: string; ownerId: string }): Promise<void>;
};

export type WorkDirectoriesDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  tasks: FileTasks;
  /** Which of these tokens are not revoked. */
  validTokens: (db: Db, ids: readonly string[]) => Promise<string[]>;
};

/** What a person wants changed in a file. */
export type EditWish = { directoryId: string; path: string; document: number; status?: TaskStatus; priority?: TaskPriority; by: string };

/** Wakes who waits for the edits of one directory. */
export const editsTopic = "file-edits";
/** Without a word for so long nobody follows the directory. */
export const silentAfterMs = 90_000;
