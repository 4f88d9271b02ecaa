import type { TaskPriority, TaskStatus } from "@beckon/contracts/tasks";

/** How agents and their tools spell the states. */
const spellings: Record<TaskStatus, readonly string[]> = {
  pending: ["pending", "todo", "open", "new", "created", "queued", "not_started", "planned"],
  assigned: ["assigned", "accepted"],
  in_progress: ["in_progress", "inprogress", "started", "running", "active", "doing", "working", "resumed"],
  blocked: ["blocked", "waiting", "on_hold", "paused"],
  completed: ["completed", "complete", "done", "finished", "succeeded", "success", "closed"],
  failed: ["failed", "failure", "error", "errored"],
  cancelled: ["cancelled", "canceled", "deleted", "removed", "aborted", "dropped", "skipped"],
  timed_out: ["timed_out", "timeout", "timedout"],
};
const states = new Map(Object.entries(spellings).flatMap(([status, all]) => all.map((word) => [word, status as TaskStatus])));

/** The state that is meant; nothing for a word that nobody knows. */
export const toStatus = (said: string): TaskStatus | undefined =>
  states.get(
    said
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_"),
  );

const priorities = new Map<string, TaskPriority>([
  ["low", "low"],
  ["medium", "medium"],
  ["normal", "medium"],
  ["high", "high"],
  ["critical", "critical"],
  ["urgent", "critical"],
]);
export const toPriority = (said: string | undefined): TaskPriority | undefined => priorities.get(said?.trim().toLowerCase() ?? "");
