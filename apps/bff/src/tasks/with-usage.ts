import type { Task } from "@beckon/contracts/tasks";
import type { Db } from "../platform/db/database.ts";
import type { WantedTask } from "../usage/usage.types.ts";
import { readKeyUse } from "./task-search.repository.ts";
import { toTask } from "./tasks.mapper.ts";
import type { TaskRow } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

/** Tasks with what their calls cost: asked of the usage slice, for all of a page at once. */
export const withUsage = async ({ usage }: Pick<TasksDeps, "usage">, db: Db, rows: readonly TaskRow[]): Promise<Task[]> => {
  const costs = await usage.ofTasks(db, await usageNames(db, rows));
  return rows.map((row) => {
    const cost = costs.get(row.id);
    return { ...toTask(row), ...(cost ? { usage: cost } : {}) };
  });
};

/** By what names usage knows these tasks of the team. */
export const usageNames = async (db: Db, rows: readonly TaskRow[]): Promise<WantedTask[]> => {
  const keyed = rows.filter(({ key, run, origin }) => key !== null && run === "" && origin !== "file");
  const use = await readKeyUse(db, {
    keys: [...new Set(keyed.flatMap(({ key }) => key ?? []))],
    ids: keyed.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id),
  });
  return rows.filter(({ scope }) => scope === "team").map((row) => ({ id: row.id, demo: row.demo, names: namesOf(row, use) }));
};

type KeyUse = Awaited<ReturnType<typeof readKeyUse>>;

/** By what names calls may have been told to be for it. A key that others use too counts for its own agent alone. */
const namesOf = (row: TaskRow, { shared, retriedAt }: KeyUse) => {
  const { id, key, run, sessionId } = row;
  if (key === null || key === id) return [{ name: id }];
  if (run !== "") return sessionId === null ? [{ name: id }] : [{ name: id }, { name: key, sessionId }];
  if (shared.has(key) && row.agentId === null) return [{ name: id }];
  const to = retriedAt.get(id);
  return [
    { name: id },
    {
      name: key,
      ...(shared.has(key) && row.agentId !== null ? { agentId: row.agentId } : {}),
      ...(row.attempt > 1 ? { from: row.createdAt } : {}),
      ...(to ? { to } : {}),
    },
  ];
};
