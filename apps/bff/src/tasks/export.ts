import type { Task } from "@beckon/contracts/tasks";
import { taskDuration } from "@beckon/metrics/tasks";

/** One row of a spreadsheet for each task: seconds as METRICS defines the duration, money in dollars. */
export const taskColumns = [
  "id",
  "key",
  "title",
  "status",
  "priority",
  "progress",
  "agent",
  "role",
  "model",
  "project",
  "labels",
  "origin",
  "scope",
  "attempt",
  "createdAt",
  "startedAt",
  "endedAt",
  "seconds",
  "deadlineAt",
  "tokens",
  "costUsd",
  "blockedBy",
  "result",
  "error",
  "demo",
];

export const taskCells = (task: Task): (string | number | boolean | null | undefined)[] => {
  const { value } = taskDuration({
    startedAt: task.startedAt,
    endedAt: task.endedAt,
    reportedMs: task.reportedSeconds === undefined ? undefined : task.reportedSeconds * 1_000,
  });
  return [
    task.id,
    task.key,
    task.title,
    task.status,
    task.priority,
    task.progress,
    task.agent?.name,
    task.role,
    task.model,
    task.project,
    task.labels.join("; "),
    task.origin,
    task.scope,
    task.attempt,
    task.createdAt,
    task.startedAt,
    task.endedAt,
    value === null ? null : value / 1_000,
    task.deadlineAt,
    task.usage?.tokens,
    task.usage?.costMicros === null || task.usage === undefined ? null : task.usage.costMicros / 1e6,
    task.blockedBy,
    task.result,
    task.error,
    task.demo ?? false,
  ];
};
