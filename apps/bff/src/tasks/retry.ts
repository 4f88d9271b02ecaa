import { hasEnded, taskPriority, type Task, type TaskPriority } from "@beckon/contracts/tasks";
import { newId } from "../platform/ids.ts";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { change } from "./change.ts";
import { commit, settle } from "./commit.ts";
import { holdDependencies, lockDependents, standings } from "./dependencies.repository.ts";
import { note, openDraft } from "./draft.ts";
import { lockTask } from "./find.ts";
import { newDraft, newRow } from "./new-row.ts";
import { readOnlyFile, transitionNotAllowed } from "./tasks.errors.ts";
import { toTask } from "./tasks.mapper.ts";
import { findRetry, type TaskRow } from "./tasks.repository.ts";
import type { TaskActor, TasksDeps } from "./tasks.types.ts";

/**
 * A new attempt at what ended without success. What was said of the one before stays with that one; what waited for
 * it waits for the new one. Asked for again it is the attempt that there is.
 */
export const retry =
  (deps: TasksDeps) =>
  (actor: TaskActor, id: string): Promise<{ task: Task; created: boolean }> =>
    inOneGo(deps.database, async (work) => {
      const row = await lockTask(work.db, actor, id);
      const there = await findRetry(work.db, row.id);
      if (there) return { task: toTask(there), created: false };
      if (row.file) throw readOnlyFile({ detail: "Move its file back to where the work begins.", extra: { task: toTask(row) } });
      if (!hasEnded(row.status) || row.status === "completed")
        throw transitionNotAllowed(row.status, "pending", {
          task: toTask(row),
          detail: `It is ${row.status}: only what failed, was cancelled or timed out is tried again.`,
        });
      const now = deps.clock();
      const before = openDraft(row);
      const next = newDraft(nextAttempt(row, now), actor.name);
      note(before, { at: now, by: actor.name, kind: "retried", detail: `attempt ${next.row.attempt}` });
      // The new one's row first: those that wait for it are seen to have a dependency that is open.
      settle(next, await holdDependencies(work.db, row.dependencies), now);
      const waiting = await lockDependents(work.db, [row.id]);
      await commit(deps, work, [next, before]);
      const known = await standings(work.db, [next.row.id, ...waiting.flatMap(({ dependencies }) => dependencies)]);
      const drafts = waiting.map((each) => {
        const draft = openDraft(each);
        draft.row.dependencies = each.dependencies.map((one) => (one === row.id ? next.row.id : one));
        note(draft, { at: now, by: actor.name, kind: "edited", detail: "dependencies" });
        settle(draft, known, now);
        return draft;
      });
      await commit(deps, work, drafts);
      await deps.audit.append(work, { actor: actor.actor, action: "task.retried", subject: id, detail: { attempt: next.row.id } });
      return { task: toTask(next.row), created: true };
    });

/** The same work, as if nobody had begun it. A list that lived with a run is not taken up again: it becomes work of the team. */
const nextAttempt = (row: TaskRow, now: Date): TaskRow => {
  const isOfRun = row.run !== "";
  return newRow({
    id: newId("tk", now.getTime()),
    ownerId: row.ownerId,
    key: isOfRun ? null : row.key,
    attempt: row.attempt + 1,
    firstId: row.firstId,
    retryOf: row.id,
    title: row.title,
    body: row.body,
    status: row.agentName === null || isOfRun ? "pending" : "assigned",
    priority: row.priority,
    ...(isOfRun ? {} : { agentId: row.agentId, agentName: row.agentName, agentOwnerId: row.agentOwnerId }),
    role: row.role,
    project: row.project,
    labels: row.labels,
    dependencies: row.dependencies,
    estimate: row.estimate,
    links: row.links,
    origin: isOfRun ? "app" : row.origin,
    createdAt: now,
    demo: row.demo,
  });
};

const order = taskPriority.options;

/** One priority up; the highest stays. */
export const boost =
  (deps: TasksDeps) =>
  async (actor: TaskActor, id: string): Promise<Task> => {
    const row = await inOneGo(deps.database, (work) => lockTask(work.db, actor, id));
    const priority = order[Math.min(order.indexOf(row.priority) + 1, order.length - 1)] as TaskPriority;
    if (hasEnded(row.status)) throw transitionNotAllowed(row.status, "pending", { task: toTask(row), detail: `It is ${row.status}.` });
    return change(deps)(actor, id, { priority });
  };
