import type { TaskStatus } from "./tasks.ts";

// Without the schema library, which the app does not load.

/** Which state may follow which. What ended stays ended: it is tried again as a new attempt (`retry`). */
export const taskTransitions: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  pending: ["assigned", "in_progress", "blocked", "cancelled", "timed_out"],
  assigned: ["pending", "in_progress", "blocked", "failed", "cancelled", "timed_out"],
  in_progress: ["assigned", "blocked", "completed", "failed", "cancelled", "timed_out"],
  blocked: ["pending", "assigned", "in_progress", "failed", "cancelled", "timed_out"],
  completed: [],
  failed: [],
  cancelled: [],
  timed_out: [],
};

export const mayFollow = (from: TaskStatus, to: TaskStatus): boolean => taskTransitions[from].includes(to);
export const hasEnded = (status: TaskStatus): boolean => taskTransitions[status].length === 0;
