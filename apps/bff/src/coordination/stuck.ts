import type { Db } from "../platform/db/database.ts";
import type { CoordinationDeps, OpenTask } from "./coordination.types.ts";
import { look } from "./diagnostics.ts";

export type StuckTask = { task: OpenTask; why: string };
export type Stuck = { tasks: StuckTask[]; staleAgents: { id: string; name: string; since?: string | undefined }[] };

/**
 * What does not go on by itself: tasks whose agent or run is gone, that gave no sign of life for an hour, or whose agent
 * fell silent in the middle of a turn; and those agents. By the definitions of the diagnostics, all of it.
 */
export const stuck =
  (deps: CoordinationDeps) =>
  async (db: Db): Promise<Stuck> => {
    const found = await look(deps, db, deps.clock());
    const open = new Map((await deps.openTasks(db)).map((task) => [task.id, task]));
    const stale = found.get("stale_agents") ?? [];
    const staleIds = new Set(stale.map(({ id }) => id));
    const whys = new Map<string, string>();
    for (const { id, status, agent } of open.values())
      if (status === "in_progress" && staleIds.has(agent?.id ?? "")) whys.set(id, "its agent is silent");
    for (const { id } of found.get("long_running") ?? []) whys.set(id, "no sign of life for an hour");
    for (const { id } of found.get("orphaned_tasks") ?? []) whys.set(id, "its agent is gone");
    const tasks = [...open.values()].flatMap((task): StuckTask[] => {
      const why = whys.get(task.id);
      return why === undefined ? [] : [{ task, why }];
    });
    return { tasks, staleAgents: stale };
  };
