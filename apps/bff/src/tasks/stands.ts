import { isDeepStrictEqual } from "node:util";
import type { TaskPatch } from "@beckon/contracts/tasks";
import type { Assignee } from "./assignee.ts";
import type { TaskRow } from "./tasks.table.ts";

type Wanted = Omit<TaskPatch, "version" | "agent">;

/**
 * Whether a task is already as somebody wants it. Then nobody was faster in anything that matters: most often it is
 * the same change, sent again because its answer was lost. `assignee`: whom `agent` means, where it is wanted.
 */
export const stands = (row: TaskRow, wanted: Wanted, assignee: Assignee | undefined): boolean =>
  Object.entries(wanted).every(([part, value]) => value === undefined || holds[part as keyof Wanted](row, wanted)) &&
  (assignee === undefined || (assignee.agentId === row.agentId && assignee.agentName === row.agentName));

const same =
  (part: "title" | "body" | "role" | "project" | "estimate" | "links" | "priority" | "status" | "blockedBy") =>
  (row: TaskRow, wanted: Wanted): boolean =>
    isDeepStrictEqual(row[part], wanted[part]);

const sameSet = (part: "labels" | "dependencies") => (row: TaskRow, wanted: Wanted) =>
  isDeepStrictEqual(row[part].toSorted(), [...new Set(wanted[part])].toSorted());

const holds: Record<keyof Wanted, (row: TaskRow, wanted: Wanted) => boolean> = {
  title: same("title"),
  body: same("body"),
  role: same("role"),
  project: same("project"),
  estimate: same("estimate"),
  links: same("links"),
  priority: same("priority"),
  status: same("status"),
  blockedBy: same("blockedBy"),
  labels: sameSet("labels"),
  dependencies: sameSet("dependencies"),
  deadlineAt: (row, { deadlineAt }) => (row.deadlineAt?.toISOString() ?? null) === deadlineAt,
};
