import type { RecoveryAction } from "@beckon/contracts/recovery";

/** What was done, for reasons and histories. */
export const actionWords: Readonly<Record<RecoveryAction, string>> = {
  pause_all: "Pause all",
  stop_tasks: "Stop all tasks",
  restart_all: "Restart all",
  clear_queue: "Clear the queue",
  maintenance: "Maintenance",
  reset_soft: "Soft reset",
  reset_hard: "Hard reset",
  reset_full: "Full reset",
};
