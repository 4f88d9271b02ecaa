import type { Task, taskHistory, TaskQuery } from "@beckon/contracts/tasks";
import type { z } from "zod";
import { storable } from "../platform/storable.ts";
import { listEvents } from "./events.repository.ts";
import { newest } from "./create.ts";
import { isTaskId, mayAct } from "./find.ts";
import { searchRows, type TaskSearch } from "./task-search.repository.ts";
import { cursorUnknown, taskNotFound } from "./tasks.errors.ts";
import { toTask } from "./tasks.mapper.ts";
import { findAttempts, findByName, findRows, type TaskRow } from "./tasks.repository.ts";
import type { SignalOwner, TaskActor, TasksDeps } from "./tasks.types.ts";
import { withUsage } from "./with-usage.ts";

const mostExported = 10_000;

/** One page, the last change first. */
export const search =
  (deps: TasksDeps) =>
  async (query: TaskQuery): Promise<{ items: Task[]; cursor?: string }> => {
    const rows = await searchRows(deps.database.db, { ...filterOf(query), limit: query.limit });
    const last = rows.at(-1);
    return {
      items: await withUsage(deps, deps.database.db, rows),
      ...(last && rows.length === query.limit ? { cursor: `${last.updatedAt.getTime()}~${last.id}` } : {}),
    };
  };

/** All that fits, for a file. */
export const exportAll =
  (deps: TasksDeps) =>
  async (query: TaskQuery): Promise<Task[]> =>
    withUsage(deps, deps.database.db, await searchRows(deps.database.db, { ...filterOf(query), limit: mostExported }));

const filterOf = (query: TaskQuery): Omit<TaskSearch, "limit"> => ({
  ...(query.status === undefined ? {} : { status: Array.isArray(query.status) ? query.status : [query.status] }),
  ...(query.scope ? { scope: query.scope } : {}),
  ...(query.agent ? { agentId: query.agent } : {}),
  ...(query.role ? { role: query.role } : {}),
  ...(query.task ? { task: query.task } : {}),
  ...(query.priority ? { priority: query.priority } : {}),
  ...(query.project ? { project: query.project } : {}),
  ...(query.directory ? { directoryId: query.directory } : {}),
  ...(query.search ? { search: query.search } : {}),
  ...(query.from ? { from: storable(query.from) } : {}),
  ...(query.to ? { to: storable(query.to) } : {}),
  ...(query.cursor ? { before: parseCursor(query.cursor) } : {}),
});

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,14})~(tk_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw cursorUnknown();
  return { at: new Date(Number(match[1])), id: match[2] as string };
};

const findOne = async (deps: TasksDeps, id: string, actor?: TaskActor): Promise<TaskRow> => {
  const [row] = await findRows(deps.database.db, [id]);
  if (!row || (actor && !mayAct(row, actor))) throw taskNotFound();
  return row;
};

/** One task with all of its texts. */
export const read =
  (deps: TasksDeps) =>
  async (actor: TaskActor, id: string): Promise<Task> =>
    (await withUsage(deps, deps.database.db, [await findOne(deps, id, actor)]))[0] as Task;

/** What happened to it, and the other attempts at the same. */
export const history =
  (deps: TasksDeps) =>
  async (id: string): Promise<z.infer<typeof taskHistory>> => {
    const row = await findOne(deps, id);
    const attempts = await findAttempts(deps.database.db, row.firstId);
    return { items: await listEvents(deps.database.db, id), attempts: await withUsage(deps, deps.database.db, attempts) };
  };

/** As it stands, by our id or the reporter's own. */
export const standing = async ({ database }: TasksDeps, owner: SignalOwner, idOrKey: string): Promise<Task | undefined> => {
  const found = isTaskId(idOrKey)
    ? await findRows(database.db, [idOrKey])
    : await findByName(database.db, { ownerId: owner.id, run: "", key: idOrKey });
  const row = newest(found);
  return row && mayAct(row, { owner }) ? toTask(row) : undefined;
};
