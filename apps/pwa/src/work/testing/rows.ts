import type { Task } from "@beckon/contracts/tasks";
import type { WorkflowRun } from "@beckon/contracts/workflows";

export const now = Date.parse("2026-11-21T12:00:00.000Z");
/** So many minutes before `now`. */
export const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

/** A task as the server would send it, for tests. */
export const aTask = (id: string, more: Partial<Task> = {}): Task => ({
  id,
  title: `Do ${id}`,
  status: "pending",
  priority: "medium",
  progress: null,
  labels: [],
  dependencies: [],
  links: [],
  origin: "app",
  scope: "team",
  attempt: 1,
  createdAt: ago(60),
  updatedAt: ago(30),
  version: 1,
  ...more,
});

export const aRun = (id: string, more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  id,
  source: "rest",
  key: id,
  name: `Run ${id}`,
  status: "running",
  stages: [],
  suspensions: [],
  startedAt: ago(60),
  updatedAt: ago(1),
  ...more,
});
