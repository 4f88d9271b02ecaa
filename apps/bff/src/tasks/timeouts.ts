import { inOneGo } from "../platform/db/in-one-go.ts";
import { byItself, commit } from "./commit.ts";
import { openDraft, step } from "./draft.ts";
import { deleteRows, dueIds, idleOfHooks, lockRows, oldTodos } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

/** Lets a task time out if it is due; says whether it did. */
export const timeOut =
  (deps: TasksDeps) =>
  (id: string): Promise<boolean> =>
    inOneGo(deps.database, async (work) => {
      const [row] = await lockRows(work.db, { ids: [id] });
      const now = deps.clock();
      if (!row || row.endedAt || !row.deadlineAt || row.deadlineAt > now) return false;
      const draft = openDraft(row);
      step(draft, "timed_out", { at: row.deadlineAt, by: byItself, kind: "timed_out" });
      await commit(deps, work, [draft]);
      return true;
    });

/** All that is due: what the jobs of before a crash, or a clock set forward, have left. */
export const timeOutDue = (deps: TasksDeps) => async (): Promise<number> => {
  const one = timeOut(deps);
  let count = 0;
  for (const id of await dueIds(deps.database.db, deps.clock(), 1_000)) if (await one(id)) count += 1;
  return count;
};

const idleHours = 24;
const keptDays = 30;
const atOnce = 500;

/**
 * Lists of runs that ended without a word of them, and to-dos of long ago. A run that still lives keeps its list
 * open, however long it is silent.
 */
export const tidy = (deps: TasksDeps) => async (): Promise<void> => {
  const now = deps.clock().getTime();
  const idle = await idleOfHooks(deps.database.db, new Date(now - idleHours * 3_600_000), atOnce);
  const sessions = await deps.agents.findSessions(deps.database.db, [...new Set(idle.flatMap(({ sessionId }) => sessionId ?? []))]);
  const silent = new Date(now - idleHours * 3_600_000).toISOString();
  const alive = new Set(sessions.filter(({ endedAt, lastSignalAt }) => !endedAt && lastSignalAt > silent).map(({ id }) => id));
  const gone = idle.filter(({ sessionId }) => sessionId === null || !alive.has(sessionId)).map(({ id }) => id);
  await inOneGo(deps.database, async (work) => {
    const drafts = (await lockRows(work.db, { ids: gone })).filter(({ endedAt }) => !endedAt).map(openDraft);
    for (const draft of drafts) {
      draft.row.assumed = true;
      step(draft, "cancelled", { at: deps.clock(), by: byItself, kind: "cancelled", detail: "the run it was of is over" });
    }
    await commit(deps, work, drafts);
  });
  const old = await oldTodos(deps.database.db, new Date(now - keptDays * 86_400_000), atOnce);
  await deps.database.transaction(async (work) => {
    await deleteRows(work.db, old);
    await deps.feed.append(work, ...old.map((entityId) => ({ kind: "task" as const, entityId, deleted: true })));
  });
};
