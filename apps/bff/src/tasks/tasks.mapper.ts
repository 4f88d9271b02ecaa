import type { Task } from "@beckon/contracts/tasks";
import type { TaskRow } from "./tasks.table.ts";

/** The row as people and agents see it; `usage` is read from its slice where it is shown. */
export const toTask = (row: TaskRow): Task => ({
  id: row.id,
  ...(row.key === null ? {} : { key: row.key }),
  title: row.title,
  ...(row.body === null ? {} : { body: row.body }),
  status: row.status,
  priority: row.priority,
  progress: row.progress,
  ...(row.agentName === null ? {} : { agent: { name: row.agentName, ...(row.agentId === null ? {} : { id: row.agentId }) } }),
  ...(row.role === null ? {} : { role: row.role }),
  ...(row.model === null ? {} : { model: row.model }),
  ...(row.project === null ? {} : { project: row.project }),
  labels: row.labels,
  ...(row.sessionId === null ? {} : { sessionId: row.sessionId }),
  ...(row.result === null ? {} : { result: row.result }),
  ...(row.error === null ? {} : { error: row.error }),
  ...(row.blockedBy === null ? {} : { blockedBy: row.blockedBy }),
  dependencies: row.dependencies,
  ...(row.estimate === null ? {} : { estimate: row.estimate }),
  links: row.links,
  origin: row.origin,
  scope: row.scope,
  attempt: row.attempt,
  ...(row.retryOf === null ? {} : { retryOf: row.retryOf }),
  ...fileOf(row),
  createdAt: row.createdAt.toISOString(),
  ...(row.startedAt ? { startedAt: row.startedAt.toISOString() } : {}),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  ...(row.deadlineAt ? { deadlineAt: row.deadlineAt.toISOString() } : {}),
  ...(row.reportedSeconds === null ? {} : { reportedSeconds: row.reportedSeconds }),
  ...(row.contradiction === null ? {} : { contradiction: row.contradiction }),
  updatedAt: row.updatedAt.toISOString(),
  version: row.version,
  ...(row.demo ? { demo: true } : {}),
});

const fileOf = ({ directoryId, filePath, fileDocument, file }: TaskRow): Pick<Task, "file"> => {
  if (directoryId === null || file === null) return {};
  const { lost: _, ...told } = file;
  return { file: { ...told, directoryId, path: filePath ?? "", document: fileDocument ?? 0 } };
};

const longest = 1_000;

/** Without the ends of long texts: a phone holds thousands of these. */
export const trim = (task: Task): Task => {
  const cut = Object.fromEntries(
    (["body", "result", "error"] as const).flatMap((part) => {
      const text = task[part];
      return text !== undefined && text.length > longest ? [[part, `${text.slice(0, longest).toWellFormed()}…`]] : [];
    }),
  );
  return Object.keys(cut).length > 0 ? { ...task, ...cut, trimmed: true } : task;
};
