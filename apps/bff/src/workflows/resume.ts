import type { resumeInput, WorkflowRun } from "@beckon/contracts/workflows";
import type { z } from "zod";
import type { Work } from "../platform/db/database.ts";
import { loadRun } from "./load-runs.ts";
import { hasEnded } from "./merge-run.ts";
import { mergeStages } from "./merge-stages.ts";
import { lockSuspension, suspensionsOf, updateSuspension, type SuspensionRow } from "./suspensions.repository.ts";
import { withdrawQueue } from "./withdraw.ts";
import { runNotFound, suspensionNotFound } from "./workflows.errors.ts";
import { toRunState, toStageState } from "./workflows.mapper.ts";
import { findRunByKey, lockRunById, saveStages, stagesOf, updateRun } from "./workflows.repository.ts";
import type { Attempt, Owner, PersonsAnswer, WorkflowsDeps } from "./workflows.types.ts";

export type ResumeInput = z.output<typeof resumeInput>;

/** More attempts than these are not kept: the oldest after the first go. */
const mostAttempts = 50;

/** The reporter says that it went on, or that it could not. What goes on already stays so. */
export const resume =
  (deps: WorkflowsDeps) =>
  async ({ owner, key, input }: { owner: Owner; key: string; input: ResumeInput }): Promise<WorkflowRun> => {
    const run = await findRunByKey(deps.database.db, { ownerId: owner.id, source: "rest", key });
    if (!run) throw runNotFound();
    return deps.database.transaction(async (work) => {
      await lockRunById(work.db, run.id);
      const row = await lockSuspension(work.db, input.suspensionId);
      if (row?.runId !== run.id) throw suspensionNotFound();
      if (row.resumedAt === null) {
        const at = deps.clock();
        const error = input.error || undefined;
        await noteAttempt(deps, work, {
          row,
          attempt: { at: at.toISOString(), ok: input.ok, ...(error ? { error } : {}) },
          resumedAt: input.ok ? at : undefined,
        });
        if (input.ok && row.requestId && row.answer === null)
          await deps.jobs.enqueue(work, withdrawQueue, { requestId: row.requestId, reason: "the workflow went on" });
      }
      return loadRun(work.db, run.id);
    });
  };

export type Noted = { row: SuspensionRow; attempt: Attempt; resumedAt: Date | undefined; answer?: PersonsAnswer };

/** Writes down one try; with `resumedAt` the suspension is over, and the run goes on if it was the last. The run is locked. */
export const noteAttempt = async (
  deps: Pick<WorkflowsDeps, "clock" | "feed">,
  work: Work,
  { row, attempt, resumedAt, answer }: Noted,
): Promise<void> => {
  const now = deps.clock();
  const attempts = [...row.attempts, attempt];
  await updateSuspension(work.db, row.id, {
    attempts: attempts.length > mostAttempts ? [attempts[0] as Attempt, ...attempts.slice(1 - mostAttempts)] : attempts,
    ...(resumedAt ? { resumedAt } : {}),
    ...(answer ? { answer } : {}),
  });
  if (resumedAt) await goOn(work, row, now);
  await deps.feed.append(work, { kind: "workflowRun", entityId: row.runId });
};

const goOn = async (work: Work, row: SuspensionRow, now: Date): Promise<void> => {
  const run = await lockRunById(work.db, row.runId);
  if (!run || hasEnded(run.status)) return;
  const open = (await suspensionsOf(work.db, [run.id])).filter((other) => other.resumedAt === null && other.id !== row.id);
  const stages = (await stagesOf(work.db, [run.id])).map(toStageState);
  const stage = stages.find(({ name }) => name === row.stage);
  if (stage?.status === "suspended" && !open.some((other) => other.stage === row.stage))
    await saveStages(work.db, run.id, mergeStages(stages, [{ name: stage.name, status: "running" }], now));
  await updateRun(work.db, run.id, { ...toRunState(run), status: open.length > 0 ? "suspended" : "running" }, now);
};
