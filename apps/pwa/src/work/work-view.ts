import { hasEnded } from "@beckon/contracts/task-transitions";
import type { Task, TaskStatus } from "@beckon/contracts/tasks";
import type { WorkDirectory } from "@beckon/contracts/work-directories";
import { priorities, statusLooks, type Look } from "./task-words.ts";
import type { WorkLook } from "./work-look.ts";

/** One column of the board; of a first look `tasks` are only the beginning of `count`. `to`: what a task becomes when it is moved here; none where nothing can be. */
export type Lane = { id: string; word: string; look?: Look; to?: TaskStatus; count: number; tasks: readonly Task[] };
export type WorkView = {
  lanes: Lane[];
  count: number;
  /** All that is shown, most urgent first, what ended after. */ found: readonly Task[];
};

const rangeMs = { "24h": 86_400_000, "7d": 7 * 86_400_000 } as const;
const ofStatus = [
  { id: "pending", to: "pending" },
  { id: "assigned", to: "assigned" },
  { id: "in_progress", to: "in_progress" },
  { id: "blocked", to: "blocked" },
  { id: "completed", to: "completed" },
  { id: "failed", to: "failed", also: "timed_out" },
  { id: "cancelled", to: "cancelled" },
] as const satisfies { id: TaskStatus; to: TaskStatus; also?: TaskStatus }[];

/** The tasks that a person looks for, in their lanes. `now`: epoch milliseconds. */
export function workView(rows: { tasks: readonly Task[]; directory?: WorkDirectory | undefined }, look: WorkLook, now: number): WorkView {
  const wanted = look.q.toLowerCase().split(/\s+/u).filter(Boolean);
  // Instants of the server are all written alike: as texts they are compared without being read.
  const since = look.range === "all" ? "" : new Date(now - rangeMs[look.range]).toISOString();
  const found = byUrgency(rows.tasks.filter((task) => isIn(task, look, since) && holds(task, wanted)));
  return {
    found,
    count: found.length,
    lanes: look.directory !== undefined ? lanesOfDirectory(found, rows.directory) : lanesOfStatus(found, look),
  };
}

/** Without regard to what is searched for: what the figures above the board are of. */
export const inScope = (task: Task, look: WorkLook): boolean =>
  (look.scope === "all" || task.scope === look.scope) &&
  (look.agent === undefined || task.agent?.name === look.agent) &&
  (look.role === undefined || task.role === look.role) &&
  (look.project === undefined || task.project === look.project) &&
  (look.directory === undefined || task.file?.directoryId === look.directory);

function isIn(task: Task, look: WorkLook, since: string): boolean {
  if (!inScope(task, look)) return false;
  if (look.status !== undefined && task.status !== look.status) return false;
  if (look.priority !== undefined && task.priority !== look.priority) return false;
  if (task.status === "cancelled" && !look.cancelled && look.status !== "cancelled") return false;
  return !hasEnded(task.status) || (task.endedAt ?? task.updatedAt) >= since;
}

/** Every word stands somewhere in what is told of the task. */
function holds(task: Task, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const told = [task.title, task.key, task.agent?.name, task.role, task.project, task.body, task.file?.path, task.error, ...task.labels];
  const text = told.filter(Boolean).join("\n").toLowerCase();
  return wanted.every((word) => text.includes(word));
}

/** What is open by priority, the oldest first; what ended after it, the latest first. */
function byUrgency(tasks: readonly Task[]): Task[] {
  const groups = Map.groupBy(tasks, ({ status, priority }) => (hasEnded(status) ? "ended" : priority));
  // Thousands are told apart once, not with each comparison; of one group most are in order already, as the replica has them.
  const open = priorities.flatMap((priority) => groups.get(priority)?.sort((a, b) => compare(a.createdAt, b.createdAt)) ?? []);
  return [...open, ...(groups.get("ended")?.sort((a, b) => compare(b.endedAt ?? b.updatedAt, a.endedAt ?? a.updatedAt)) ?? [])];
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const isUnreadable = (task: Task) => task.file?.problem !== undefined;

function lanesOfStatus(found: readonly Task[], look: WorkLook): Lane[] {
  const readable = Map.groupBy(
    found.filter((task) => !isUnreadable(task)),
    ({ status }) => (status === "timed_out" ? "failed" : status),
  );
  const lanes: Lane[] = ofStatus
    .filter(({ id }) => id !== "cancelled" || look.cancelled || look.status === "cancelled")
    .map(({ id, to }) => ({ id, to, word: statusLooks[id].word, look: statusLooks[id], ...counted(readable.get(id)) }));
  return [...lanes, ...unreadable(found)];
}

const counted = (tasks: readonly Task[] = []) => ({ count: tasks.length, tasks });

/** The folders as they are, in their own order. */
function lanesOfDirectory(found: readonly Task[], directory: WorkDirectory | undefined): Lane[] {
  const byLane = Map.groupBy(
    found.filter((task) => !isUnreadable(task)),
    ({ file }) => file?.lane ?? "",
  );
  const names = new Set([...(directory?.lanes.map(({ name }) => name) ?? []), ...byLane.keys()]);
  const lanes: Lane[] = [...names].map((name) => ({
    id: `folder:${name}`,
    word: name === "." || name === "" ? "Beside the folders" : name,
    ...counted(byLane.get(name)),
  }));
  return [...lanes, ...unreadable(found)];
}

function unreadable(found: readonly Task[]): Lane[] {
  const tasks = found.filter(isUnreadable);
  return tasks.length === 0
    ? []
    : [{ id: "unreadable", word: "Unreadable", look: { icon: "file", tone: "bad", word: "Unreadable" }, ...counted(tasks) }];
}
