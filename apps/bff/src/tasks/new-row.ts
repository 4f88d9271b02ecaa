import type { Task, TaskPriority } from "@beckon/contracts/tasks";
import { ranks, type Draft } from "./draft.ts";
import type { TaskRow } from "./tasks.table.ts";

type Given = Pick<TaskRow, "id" | "ownerId" | "title" | "origin" | "createdAt"> & Partial<TaskRow>;

/** A row with all that was not given empty. */
export const newRow = (given: Given): TaskRow => ({
  run: "",
  key: null,
  idempotencyKey: null,
  attempt: 1,
  firstId: given.id,
  retryOf: null,
  handoffId: null,
  body: null,
  status: "pending",
  priority: "medium",
  progress: null,
  agentId: null,
  agentName: null,
  agentOwnerId: null,
  role: null,
  model: null,
  project: null,
  labels: [],
  sessionId: null,
  awaitedRun: null,
  result: null,
  error: null,
  blockedBy: null,
  waits: false,
  dependencies: [],
  estimate: null,
  links: [],
  scope: "team",
  directoryId: null,
  filePath: null,
  fileDocument: null,
  file: null,
  startedAt: null,
  endedAt: null,
  deadlineAt: null,
  reportedSeconds: null,
  contradiction: null,
  assumed: false,
  told: {},
  updatedAt: given.createdAt,
  version: 0,
  demo: false,
  searchText: "",
  ...given,
  rank: ranks[given.priority ?? "medium"],
});

export const newDraft = (row: TaskRow, by: string): Draft => ({
  row,
  was: undefined,
  wasDeadline: undefined,
  events: [{ at: row.createdAt, kind: "created", by, to: row.status }],
  changed: true,
});

export const setPriority = (row: TaskRow, priority: TaskPriority): void => {
  row.priority = priority;
  row.rank = ranks[priority];
};

const mostSearched = 4_000;

/** What `search` looks through. */
export const searchTextOf = (row: Pick<TaskRow, "title" | "body" | "labels" | "agentName" | "key">): string =>
  [row.title, row.body?.slice(0, mostSearched).toWellFormed(), ...row.labels, row.agentName, row.key]
    .filter((part) => part !== null && part !== undefined)
    .join("\n")
    .toLowerCase();

/** At most 50 of one task, each once. */
export const addLinks = (row: TaskRow, links: Task["links"]): Task["links"] => {
  const known = new Set(row.links.map(({ kind, ref }) => `${kind} ${ref}`));
  const fresh = links
    .filter(({ kind, ref }) => !known.has(`${kind} ${ref}`) && known.add(`${kind} ${ref}`))
    .slice(0, Math.max(0, mostLinks - row.links.length));
  if (fresh.length > 0) row.links = [...row.links, ...fresh];
  return fresh;
};
const mostLinks = 50;
