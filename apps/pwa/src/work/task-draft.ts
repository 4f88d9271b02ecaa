import type { Task, TaskTemplate } from "@beckon/contracts/tasks";
import type { NewTask } from "./tasks.api.ts";

/** A task as a person writes it: texts of fields, and what was picked. */
export type TaskDraft = {
  title: string;
  body: string;
  priority: Task["priority"];
  agent: string;
  role: string;
  project: string;
  labels: string;
  /** Ids of tasks that have to be done before. */
  dependencies: readonly string[];
  p10: string;
  p50: string;
  p90: string;
};

export const emptyDraft: TaskDraft = {
  title: "",
  body: "",
  priority: "medium",
  agent: "",
  role: "",
  project: "",
  labels: "",
  dependencies: [],
  p10: "",
  p50: "",
  p90: "",
};

export function draftOf(task: Task | TaskTemplate["task"]): TaskDraft {
  const { estimate } = task;
  return {
    ...emptyDraft,
    title: task.title,
    body: task.body ?? "",
    priority: task.priority ?? "medium",
    agent: "agent" in task ? (task.agent?.name ?? "") : "",
    role: task.role ?? "",
    project: task.project ?? "",
    labels: (task.labels ?? []).join(", "),
    dependencies: "dependencies" in task ? task.dependencies : [],
    ...(estimate && { p10: String(estimate.p10), p50: String(estimate.p50), p90: String(estimate.p90) }),
  };
}

const labelsOf = (text: string) => [...new Set(text.split(",").map((label) => label.trim().slice(0, 60)))].filter(Boolean).slice(0, 20);

/** Why it cannot be sent like this, by field. */
export function problemsOf(draft: TaskDraft): Partial<Record<keyof TaskDraft, string>> {
  const problems: Partial<Record<keyof TaskDraft, string>> = {};
  if (draft.title.trim() === "") problems.title = "A task needs a title.";
  const points = [draft.p10, draft.p50, draft.p90].map((text) => text.trim());
  if (points.every((text) => text === "")) return problems;
  const [p10, p50, p90] = points.map((text) => (text === "" ? Number.NaN : Number(text.replace(",", ".")))) as [number, number, number];
  if ([p10, p50, p90].some((hours) => !(hours >= 0 && hours <= 10_000))) problems.p50 = "All three in hours, or none.";
  else if (!(p10 <= p50 && p50 <= p90)) problems.p50 = "At best ≤ likely ≤ at worst.";
  return problems;
}

/** What is sent for a new task. */
export function inputOf(draft: TaskDraft): NewTask {
  const text = (value: string) => value.trim() || undefined;
  const hours = (value: string) => Number(value.trim().replace(",", "."));
  const labels = labelsOf(draft.labels);
  return {
    title: draft.title.trim(),
    priority: draft.priority,
    ...defined({
      body: text(draft.body),
      role: text(draft.role),
      project: text(draft.project),
      labels: labels.length > 0 ? labels : undefined,
      dependencies: draft.dependencies.length > 0 ? [...draft.dependencies] : undefined,
      agent: text(draft.agent) === undefined ? undefined : { name: draft.agent.trim() },
      estimate: text(draft.p50) === undefined ? undefined : { p10: hours(draft.p10), p50: hours(draft.p50), p90: hours(draft.p90) },
    }),
  };
}

/** Only what differs from the task as it was; `null` empties a field. */
export function patchOf(task: Task, draft: TaskDraft): Record<string, unknown> {
  const before: Record<string, unknown> = inputOf(draftOf(task));
  const after: Record<string, unknown> = inputOf(draft);
  const patch: Record<string, unknown> = {};
  for (const name of ["title", "body", "priority", "agent", "role", "project", "labels", "dependencies", "estimate"]) {
    if (JSON.stringify(before[name]) === JSON.stringify(after[name])) continue;
    patch[name] = after[name] ?? (name === "labels" || name === "dependencies" ? [] : null);
  }
  return patch;
}

function defined<T extends object>(given: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}
