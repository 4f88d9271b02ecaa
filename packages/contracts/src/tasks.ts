import { z } from "zod";
import { agentId, sessionId } from "./agents.ts";
import { idOf, instant, text } from "./common.ts";

/* Tasks (missions): units of work with a life-cycle, priority, progress, cost and result. */

export const taskId = idOf("tk");

export const taskStatus = z.enum(["pending", "assigned", "in_progress", "blocked", "completed", "failed", "cancelled", "timed_out"]);
export type TaskStatus = z.infer<typeof taskStatus>;

export { hasEnded, mayFollow, taskTransitions } from "./task-transitions.ts";

export const taskPriority = z.enum(["low", "medium", "high", "critical"]);
export type TaskPriority = z.infer<typeof taskPriority>;

/** `ref` is shown, and opened only when it is an https address. */
export const taskLink = z.object({
  kind: z.enum(["branch", "pull_request", "commit", "file", "issue", "other"]),
  ref: text(1_000),
  title: text(200).optional(),
});

/** Hours a person would need, as guessed before the work: the three points of a PERT estimate. */
export const taskEstimate = z
  .object({ p10: z.number().min(0).max(10_000), p50: z.number().min(0).max(10_000), p90: z.number().min(0).max(10_000) })
  .refine(({ p10, p50, p90 }) => p10 <= p50 && p50 <= p90, "p10 ≤ p50 ≤ p90");

/** Where it came from. `todo`: an agent's own to-do list, which lives with its session. */
export const taskOrigin = z.enum(["app", "rest", "mcp", "hook", "todo", "file", "template"]);

/** Of a task that stands in a file of a watched work directory. The file is the truth. */
export const taskFile = z.object({
  directoryId: idOf("wd"),
  /** Inside the directory, with `/`. */
  path: z.string(),
  /** Which document of the file, from 0. */
  document: z.number().int(),
  /** The folder it stands in. */
  lane: z.string(),
  /** The status as the file says it, where it says another than its folder. */
  contradiction: z.string().optional(),
  /** What the file says and nobody can use, each in words: `created: "31.02.2026" is no date`. */
  unread: z.array(z.string()).optional(),
  /** Why it cannot be read; such a task is shown, and counted nowhere. */
  problem: z.string().optional(),
  /** Whether Beckon may change it there. */
  writable: z.boolean(),
  /** A change on its way into the file, or why the file refused it. */
  edit: z.object({ state: z.enum(["requested", "refused"]), message: z.string().optional(), at: instant }).optional(),
});
export type TaskFile = z.infer<typeof taskFile>;

export const task = z.object({
  id: taskId,
  /** The id its reporter uses, where that is another. */
  key: z.string().optional(),
  title: z.string(),
  body: z.string().optional(),
  status: taskStatus,
  priority: taskPriority,
  /** Percent, as told; null: nobody told. */
  progress: z.number().nullable(),
  /** Who is to do it, or does it. `id` when such an agent is known. */
  agent: z.object({ id: agentId.optional(), name: z.string() }).optional(),
  role: z.string().optional(),
  model: z.string().optional(),
  project: z.string().optional(),
  labels: z.array(z.string()),
  /** The run that works on it, or did last. */
  sessionId: sessionId.optional(),
  /** What the calls made for it cost, as `usage` knows: null micros: none could be priced. Absent: no calls known. */
  usage: z.object({ tokens: z.number().int(), costMicros: z.number().int().nullable() }).optional(),
  result: z.string().optional(),
  error: z.string().optional(),
  blockedBy: z.string().optional(),
  dependencies: z.array(taskId),
  estimate: taskEstimate.optional(),
  links: z.array(taskLink),
  origin: taskOrigin,
  /** An agent's own to-do, or work of the team. */
  scope: z.enum(["session", "team"]),
  /** 1 for the first; each retry is a task of its own that names the one before. */
  attempt: z.number().int(),
  retryOf: taskId.optional(),
  file: taskFile.optional(),
  createdAt: instant,
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  /** When it times out if it has not ended. */
  deadlineAt: instant.optional(),
  /** Seconds that the reporter gave; shown beside what the timestamps say where the two contradict. */
  reportedSeconds: z.number().optional(),
  /** What was told of it cannot all be true, in words: it was said to have started after it ended. */
  contradiction: z.string().optional(),
  updatedAt: instant,
  /** Grows with each change; a change that names an older one is refused. */
  version: z.number().int(),
  /** Long texts are cut in the feed of changes; `GET /api/tasks/:id` has them whole. */
  trimmed: z.boolean().optional(),
  demo: z.boolean().optional(),
});
export type Task = z.infer<typeof task>;

const title = text(300);
const body = text(20_000, 0);
const labels = z.array(text(60)).max(20);
const agentRef = z.union([z.object({ id: agentId }), z.object({ name: text(120) })]);

const fields = {
  title,
  body: body.optional(),
  priority: taskPriority.optional(),
  agent: agentRef.optional(),
  role: text(60).optional(),
  project: text(200).optional(),
  labels: labels.optional(),
  dependencies: z.array(taskId).max(100).optional(),
  estimate: taskEstimate.optional(),
  links: z.array(taskLink).max(50).optional(),
  deadlineAt: instant.optional(),
};

/** `POST /api/tasks`. `key`: the reporter's own id; the same again from the same token is the same task. */
export const taskInput = z.object({ ...fields, key: text(200).optional(), model: text(200).optional() });
export type TaskInput = z.infer<typeof taskInput>;

/** `PATCH /api/tasks/:id` by a person; `null` empties a field. `version` is the one that was seen: another's change in between is a 409. */
export const taskPatch = z.strictObject({
  version: z.number().int(),
  title: title.optional(),
  body: body.nullable().optional(),
  priority: taskPriority.optional(),
  agent: agentRef.nullable().optional(),
  role: text(60).nullable().optional(),
  project: text(200).nullable().optional(),
  labels: labels.optional(),
  dependencies: z.array(taskId).max(100).optional(),
  estimate: taskEstimate.nullable().optional(),
  links: z.array(taskLink).max(50).optional(),
  deadlineAt: instant.nullable().optional(),
  status: taskStatus.optional(),
  /** With `status` blocked: by what. */
  blockedBy: text(500).optional(),
});
export type TaskPatch = z.infer<typeof taskPatch>;

/** What agents say with start, progress, complete, fail and cancel. Unknown fields are ignored. */
export const taskReport = z.object({
  agent: z.object({ name: text(120).optional(), host: text(120).optional(), sessionId: text(200).optional() }).optional(),
  progress: z.number().min(0).max(100).optional(),
  message: text(2_000, 0).optional(),
  result: text(20_000, 0).optional(),
  error: text(4_000, 0).optional(),
  durationSeconds: z.number().min(0).max(1e9).optional(),
  links: z.array(taskLink).max(50).optional(),
  model: text(200).optional(),
  at: instant.optional(),
});
export type TaskReport = z.infer<typeof taskReport>;

/** `POST /api/tasks/claim`: the next task for this agent, taken and started; 204 without any. */
export const taskClaim = z.object({ agent: taskReport.shape.agent });

/** `POST /api/tasks/bulk`: each by itself; the answer says what became of each. */
export const taskBulk = z.strictObject({
  ids: z.array(taskId).min(1).max(500),
  action: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("assign"), agent: agentRef }),
    z.strictObject({ kind: z.literal("priority"), priority: taskPriority }),
    z.strictObject({ kind: z.literal("boost") }),
    z.strictObject({ kind: z.literal("retry") }),
    z.strictObject({ kind: z.literal("cancel") }),
  ]),
});
export const taskBulkAnswer = z.object({
  results: z.array(z.object({ id: taskId, ok: z.boolean(), code: z.string().optional(), task: task.optional() })),
});

/** One line of a task's history, oldest first. */
export const taskEvent = z.object({
  at: instant,
  kind: z.string(),
  /** Who did it: an agent's or a person's name, or what happened by itself. */
  by: z.string(),
  from: taskStatus.optional(),
  to: taskStatus.optional(),
  detail: z.string().optional(),
});
export const taskHistory = z.object({ items: z.array(taskEvent), attempts: z.array(task) });

export const taskQuery = z.object({
  status: z.union([taskStatus, z.array(taskStatus)]).optional(),
  scope: z.enum(["session", "team"]).optional(),
  agent: agentId.optional(),
  role: text(60).optional(),
  /** One task, by its id or its reporter's key. */
  task: text(200).optional(),
  priority: taskPriority.optional(),
  project: text(200).optional(),
  directory: idOf("wd").optional(),
  /** In title, body, labels, agent. */
  search: text(200).optional(),
  /** By the last change. */
  from: instant.optional(),
  to: instant.optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** A file of all that fits, at most 10,000, instead of a page. */
  format: z.enum(["csv", "json"]).optional(),
});
export type TaskQuery = z.output<typeof taskQuery>;
export const taskPage = z.object({ items: z.array(task), cursor: z.string().optional() });

/** Whom to give a task, best first, each with the reason in words. */
export const taskSuggestions = z.object({
  items: z.array(z.object({ agentId, name: z.string(), score: z.number(), reason: z.string() })),
});

export const taskTemplate = z.object({
  id: idOf("tt"),
  name: z.string(),
  task: z.object({
    title: z.string(),
    body: z.string().optional(),
    priority: taskPriority.optional(),
    role: z.string().optional(),
    project: z.string().optional(),
    labels: labels.optional(),
    estimate: taskEstimate.optional(),
  }),
  updatedAt: instant,
});
export type TaskTemplate = z.infer<typeof taskTemplate>;
export const taskTemplatePage = z.object({ items: z.array(taskTemplate) });
export const taskTemplateInput = z.strictObject({
  name: text(120),
  task: z.strictObject({
    title,
    body: body.optional(),
    priority: taskPriority.optional(),
    role: text(60).optional(),
    project: text(200).optional(),
    labels: labels.optional(),
    estimate: taskEstimate.optional(),
  }),
});
export type TaskTemplateInput = z.infer<typeof taskTemplateInput>;
