import { z } from "zod";
import { idOf, instant, text } from "./common.ts";
import { taskPriority, taskStatus } from "./tasks.ts";

/* Work directories: folders of task files on some machine, followed there by `beckon watch`. */

export const workDirectoryId = idOf("wd");

export const workDirectory = z.object({
  id: workDirectoryId,
  name: z.string(),
  host: z.string(),
  /** Where it is on that machine. */
  path: z.string(),
  writable: z.boolean(),
  /** Its folders in the order of the work, the unknown ones after. */
  lanes: z.array(z.object({ name: z.string(), tasks: z.number().int() })),
  files: z.number().int(),
  unreadable: z.number().int(),
  /** The last word of the watcher; without one for 90 s nobody follows it. */
  lastSeenAt: instant,
  watching: z.boolean(),
});
export type WorkDirectory = z.infer<typeof workDirectory>;

/** `POST /api/work-directories`: the watcher says who it is. The same host and path is the same directory. */
export const workDirectoryInput = z.object({
  name: text(120),
  host: text(120),
  path: text(1_000),
  writable: z.boolean().default(false),
});

/** One document of one file, as read. */
export const fileTask = z.object({
  document: z.number().int().min(0).max(999),
  key: text(200).optional(),
  title: text(300),
  body: text(20_000, 0).optional(),
  status: taskStatus,
  /** As the file spells it, where it says another than the folder. */
  contradiction: text(60).optional(),
  priority: taskPriority.optional(),
  progress: z.number().min(0).max(100).optional(),
  agent: text(120).optional(),
  role: text(60).optional(),
  model: text(200).optional(),
  project: text(200).optional(),
  labels: z.array(text(60)).max(20).optional(),
  /** By the keys that the files use. */
  dependencies: z.array(text(200)).max(100).optional(),
  result: text(20_000, 0).optional(),
  error: text(4_000, 0).optional(),
  createdAt: instant.optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  reportedSeconds: z.number().min(0).max(1e9).optional(),
  /** What the file says and nobody can use, each in words: `created: "31.02.2026" is no date`. */
  unread: z.array(text(200)).max(20).optional(),
});
export type FileTask = z.infer<typeof fileTask>;

export const workFile = z.object({
  path: text(1_000),
  lane: text(120),
  /** Of its content, so that an edit meets what was seen. */
  hash: text(64),
  modifiedAt: instant,
  /** Why it cannot be read. A file may have both, some documents read and a problem. */
  problem: text(500).optional(),
  tasks: z.array(fileTask).max(1_000),
});
export type WorkFile = z.infer<typeof workFile>;

/**
 * `POST /api/work-directories/:id/files`: what changed since `revision`, which grows with each such call: another one
 * than the server's is a 409, and the watcher asks what the server has.
 */
export const workFilesInput = z.object({
  revision: z.number().int(),
  files: z.array(workFile).max(500).default([]),
  /** Told before the files: what went to another place stays the same tasks. */
  moved: z
    .array(z.object({ from: text(1_000), to: text(1_000) }))
    .max(1_000)
    .default([]),
  removed: z.array(text(1_000)).max(1_000).default([]),
  /** All folders that are lanes, the empty ones too. */
  folders: z.array(text(120)).max(200).optional(),
  /** The watcher ends: from now on nobody follows it. */
  leaving: z.boolean().optional(),
});
export type WorkFilesInput = z.infer<typeof workFilesInput>;
export const workFilesAnswer = z.object({ revision: z.number().int() });

/** `GET /api/work-directories/:id/files`: what the server has, path and hash each. */
export const workFilesKnown = z.object({ revision: z.number().int(), files: z.array(z.tuple([z.string(), z.string()])) });
export type WorkFilesKnown = z.infer<typeof workFilesKnown>;

/** A change a person asked for, to be written into the file if it is still the one that was seen. */
export const fileEdit = z.object({
  id: idOf("fe"),
  path: z.string(),
  hash: z.string(),
  document: z.number().int(),
  status: taskStatus.optional(),
  priority: taskPriority.optional(),
});
export type FileEdit = z.infer<typeof fileEdit>;
/** `GET /api/work-directories/:id/edits?wait=25`; also the watcher's sign of life. */
export const fileEdits = z.object({ revision: z.number().int(), edits: z.array(fileEdit) });
/** `POST /api/work-directories/:id/edits/:edit`. Said after the file's own change was told. */
export const fileEditResult = z.object({ status: z.enum(["written", "refused"]), message: text(500).optional() });
