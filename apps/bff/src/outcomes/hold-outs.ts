import { hash } from "node:crypto";
import { holdOutLabel, type HoldOuts } from "@beckon/contracts/outcomes";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import type { TaskChange } from "../tasks/tasks.types.ts";
import {
  insertHoldOut,
  listBaselines,
  listHoldOuts,
  measureHoldOut,
  readShare,
  saveShare,
  type HoldOutRow,
} from "./baselines.repository.ts";
import { nameOf } from "./callers.ts";
import { holdOutUnknown } from "./outcomes.errors.ts";
import { holdOutQueue, settleQueue, type OutcomesDeps } from "./outcomes.types.ts";
import { taskTypeOf } from "./task-type.ts";
import { wordsOf } from "./type-words.ts";

const mostShown = 200;

/** Whether a task is drawn: by its own id, so that asking again draws the same. */
export const isDrawn = (taskId: string, share: number): boolean =>
  Number.parseInt(hash("sha256", `hold-out ${taskId}`).slice(0, 12), 16) % 1_000_000 < share;

/** New work of the team is drawn by lot; what has the label, by lot or by hand, is a hold-out. */
export const markNew = async (deps: OutcomesDeps, work: Work, changes: readonly TaskChange[]): Promise<void> => {
  const real = changes.filter(({ task }) => !task.demo);
  const labelled = real.filter(
    ({ task, from, events }) =>
      task.labels.includes(holdOutLabel) &&
      (from === undefined || events.some(({ kind, detail }) => kind === "edited" && detail === "labels")),
  );
  const words = labelled.length === 0 ? undefined : wordsOf(await listBaselines(work.db));
  for (const { task } of labelled) {
    const taskType = taskTypeOf({ labels: task.labels, titles: [task.title], branches: [] }, words ?? new Map());
    const { id: taskId, title } = task;
    await insertHoldOut(work.db, { taskId, title, taskType, markedAt: deps.clock(), milliHours: null, measuredAt: null, measuredBy: null });
  }
  const fresh = real.filter(
    ({ task, from }) => from === undefined && task.status === "pending" && !task.file && !task.labels.includes(holdOutLabel),
  );
  if (fresh.length === 0) return;
  const share = (await readShare(work.db))?.share ?? 0;
  for (const { task } of fresh) if (isDrawn(task.id, share)) await deps.jobs.enqueue(work, holdOutQueue, { taskId: task.id });
};

/** Gives a drawn task its label, where nobody has begun it meanwhile. */
export const labelDrawn =
  (deps: OutcomesDeps) =>
  async ({ taskId }: { taskId: string }): Promise<void> => {
    const [task] = await deps.tasks.findAll(deps.database.db, [taskId]);
    if (!task || task.status !== "pending" || task.labels.includes(holdOutLabel) || task.labels.length >= 20) return;
    const actor = { name: "Beckon", actor: { kind: "system" as const, name: "hold-outs" } };
    await deps.tasks.change(actor, taskId, { labels: [...task.labels, holdOutLabel], version: task.version });
  };

const shown = (row: HoldOutRow): HoldOuts["items"][number] => ({
  taskId: row.taskId,
  title: row.title,
  taskType: row.taskType,
  markedAt: row.markedAt.toISOString(),
  ...(row.milliHours === null ? {} : { milliHours: row.milliHours }),
  ...(row.measuredAt ? { measuredAt: row.measuredAt.toISOString() } : {}),
  ...(row.measuredBy ? { measuredBy: row.measuredBy } : {}),
});

export const readHoldOuts =
  ({ database }: OutcomesDeps) =>
  async (): Promise<HoldOuts> => {
    const setting = await readShare(database.db);
    return {
      settings: setting ? { share: setting.share, setAt: setting.setAt.toISOString(), setBy: setting.setBy } : { share: 0 },
      items: (await listHoldOuts(database.db, mostShown)).map(shown),
    };
  };

/** Which share of new tasks is drawn from now on. */
export const setShare =
  (deps: OutcomesDeps) =>
  async (caller: Caller, share: number): Promise<HoldOuts> => {
    await deps.database.transaction(async (work) => {
      const before = await readShare(work.db);
      if (before?.share === share) return;
      await saveShare(work.db, { share, setAt: deps.clock(), setBy: actorOf(caller) });
      const detail = { share, before: before?.share ?? 0 };
      await deps.audit.append(work, { actor: actorOf(caller), action: "outcome.hold_out_share_set", subject: "hold-outs", detail });
    });
    return readHoldOuts(deps)();
  };

/** What a hold-out took, as a person measured it: all of its type are measured by it from now on. */
export const measure =
  (deps: OutcomesDeps) =>
  async (caller: Caller, taskId: string, milliHours: number): Promise<HoldOuts["items"][number]> =>
    deps.database.transaction(async (work) => {
      const row = await measureHoldOut(work.db, taskId, { milliHours, measuredAt: deps.clock(), measuredBy: nameOf(caller) });
      if (!row) throw holdOutUnknown();
      const detail = { milliHours, taskType: row.taskType };
      await deps.audit.append(work, { actor: actorOf(caller), action: "outcome.hold_out_measured", subject: taskId, detail });
      await deps.jobs.enqueue(work, settleQueue, { taskTypes: [row.taskType] });
      await deps.changed(work);
      return shown(row);
    });
