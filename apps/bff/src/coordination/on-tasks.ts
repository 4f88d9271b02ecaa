import type { Task } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import type { Owner, Party, Telling } from "./coordination.types.ts";
import { taskName, taskWord } from "./facts.ts";
import { settle, type SettleDeps } from "./settle.ts";

/** A change of a task, and which agent made it; a person's assignment is no coordination of agents. */
export type TaskChange = {
  task: Task;
  owner: Owner;
  by?: { id?: string | undefined; name: string; role?: string | undefined } | undefined;
  via: "call" | "signal" | "file";
};

/** Tasks that agents told of by calls; what comes as signals is heard there. In the transaction that changes them. */
export const onTasks =
  (deps: SettleDeps) =>
  async (work: Work, changes: readonly TaskChange[]): Promise<void> => {
    const tellings = changes.flatMap(({ task, owner, by, via }): Telling[] => {
      if (via !== "call" || task.scope !== "team" || by?.id === undefined || owner.id === "") return [];
      const who = by as Party;
      const word = {
        ...taskWord(task.status),
        at: task.updatedAt,
        byId: by.id,
        byName: who.name,
        ...(who.role ? { byRole: who.role } : {}),
        task: task.id,
        what: task.title,
        ...(task.status === "failed" && task.error ? { message: task.error.slice(0, 2_000).toWellFormed() } : {}),
      };
      return [{ name: taskName(owner.id, { taskId: task.key ?? task.id }), owner, word }];
    });
    if (tellings.length > 0) await settle(deps, work, { tellings });
  };
