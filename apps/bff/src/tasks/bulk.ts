import type { taskBulk, taskBulkAnswer, Task } from "@beckon/contracts/tasks";
import type { z } from "zod";
import { DomainError } from "../platform/errors.ts";
import { change } from "./change.ts";
import { boost, retry } from "./retry.ts";
import type { TaskActor, TasksDeps } from "./tasks.types.ts";

type Bulk = z.output<typeof taskBulk>;
type Answer = z.infer<typeof taskBulkAnswer>;

/** The same to many tasks, each by itself: one that cannot be changed keeps none of the others from it. */
export const bulk =
  (deps: TasksDeps) =>
  async (actor: TaskActor, { ids, action }: Bulk): Promise<Answer> => {
    const results: Answer["results"] = [];
    for (const id of new Set(ids)) {
      try {
        results.push({ id, ok: true, task: await act(deps, actor, { id, action }) });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        results.push({ id, ok: false, code: error.code });
      }
    }
    return { results };
  };

const act = async (deps: TasksDeps, actor: TaskActor, { id, action }: { id: string; action: Bulk["action"] }): Promise<Task> => {
  switch (action.kind) {
    case "assign":
      return change(deps)(actor, id, { agent: action.agent });
    case "priority":
      return change(deps)(actor, id, { priority: action.priority });
    case "cancel":
      return change(deps)(actor, id, { status: "cancelled" });
    case "boost":
      return boost(deps)(actor, id);
    case "retry":
      return (await retry(deps)(actor, id)).task;
  }
};
