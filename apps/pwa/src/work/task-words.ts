import { taskTransitions } from "@beckon/contracts/task-transitions";
import type { Task, TaskPriority, TaskStatus } from "@beckon/contracts/tasks";
import type { IconName } from "@beckon/ui/icons";
import { formatCount } from "@beckon/ui/numbers";

export type Look = { icon: IconName; tone: "good" | "beacon" | "bad" | "info" | "faint"; word: string };

/** A state by shape, colour and word. */
export const statusLooks: Readonly<Record<TaskStatus, Look>> = {
  pending: { icon: "ring", tone: "faint", word: "Inbox" },
  assigned: { icon: "circle", tone: "info", word: "Assigned" },
  in_progress: { icon: "play", tone: "good", word: "In progress" },
  blocked: { icon: "octagon", tone: "beacon", word: "Blocked" },
  completed: { icon: "check", tone: "good", word: "Done" },
  failed: { icon: "crossFill", tone: "bad", word: "Failed" },
  timed_out: { icon: "clock", tone: "bad", word: "Timed out" },
  cancelled: { icon: "squareLine", tone: "faint", word: "Cancelled" },
};

export const priorityLooks: Readonly<Record<TaskPriority, Look>> = {
  critical: { icon: "triangle", tone: "bad", word: "Critical" },
  high: { icon: "triangle", tone: "beacon", word: "High" },
  medium: { icon: "ring", tone: "faint", word: "Medium" },
  low: { icon: "ring", tone: "faint", word: "Low" },
};
/** Most urgent first. */
export const priorities: readonly TaskPriority[] = ["critical", "high", "medium", "low"];

export const originWords: Readonly<Record<Task["origin"], string>> = {
  app: "Made in the app",
  rest: "Told over the API",
  mcp: "Made by an agent",
  hook: "Made by an agent",
  todo: "An agent's own to-do",
  file: "From a file",
  template: "From a template",
};

/** What a person may move a task to; agents and clocks say the rest. */
const byPeople: readonly TaskStatus[] = ["pending", "assigned", "in_progress", "blocked", "completed", "failed", "cancelled"];

/** Where a person may move this task: legal, and theirs to say. None for what nobody may change. */
export function movesOf(task: Pick<Task, "status" | "agent" | "file">): TaskStatus[] {
  if (task.file && (!task.file.writable || task.file.problem !== undefined)) return [];
  // Given to nobody, it is not assigned.
  return byPeople.filter((to) => taskTransitions[task.status].includes(to) && (to !== "assigned" || task.agent !== undefined));
}

/** "1 task", "1,204 tasks". */
export const taskCount = (count: number): string => (count === 1 ? "1 task" : `${formatCount(count)} tasks`);
