import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Database, Work } from "../platform/db/database.ts";
import type { JobHandler } from "../platform/jobs/jobs.ts";
import { mergeRun } from "./merge-run.ts";
import { noteAttempt } from "./resume.ts";
import { lockSuspension, suspensionOfRequest, untoldRequests, updateSuspension, type SuspensionRow } from "./suspensions.repository.ts";
import { toRunState } from "./workflows.mapper.ts";
import { lockRunById, updateRun } from "./workflows.repository.ts";
import type { Outward, OutwardResult, PersonsAnswer, WorkflowsDeps } from "./workflows.types.ts";

/** Tells a system outside what was answered before it could be reached. */
export const tellQueue = "workflow.tell";

/**
 * A question was settled: what waited for it goes on. Runs as a job that was written in the answer's transaction, so
 * that no crash loses it; may run twice. A system outside that cannot take it yet is tried again.
 */
export const answered =
  (deps: WorkflowsDeps): JobHandler<{ requestId: string }> =>
  async ({ requestId }, { lastAttempt }) => {
    const { db } = deps.database;
    const row = await suspensionOfRequest(db, requestId);
    if (!row || row.resumedAt !== null) return;
    const stored = await deps.decisions.find(db, requestId);
    if (!stored || stored.request.status === "pending") return;
    const answer = answerOf(stored.request);
    if (!answer) return note(deps, row, { result: { ok: false, error: whyNone(stored.request), next: "give up" } });
    if (!row.outward) return note(deps, row, { result: { ok: true }, answer });

    // Written before it is told: after a crash it is known that there is something to tell.
    await updateSuspension(db, row.id, { answer });
    const result = await tell(deps, row.outward, { row, answer });
    await note(deps, row, { result, answer });
    if (!result.ok && result.next === "again" && !lastAttempt) throw new Error(`the workflow could not be resumed: ${result.error}`);
  };

/** A question may be answered before the system outside has come to where it waits: a rule takes no time. */
const beginsWithinMs = 120_000;

type Telling = { row: SuspensionRow; answer: PersonsAnswer };

/** That nothing waits there says that it went on only after it has had the time to begin. */
const tell = async (deps: WorkflowsDeps, outward: Outward, { row, answer }: Telling): Promise<OutwardResult> => {
  const result = await deps.tellOutside(outward, answer, isUncertain(row));
  if (result.ok || result.next !== "over") return result;
  const mayBegin = deps.clock().getTime() - row.since.getTime() < beginsWithinMs;
  return mayBegin
    ? { ok: false, error: `${result.error} (it may not wait yet)`, next: "again" }
    : { ...result, error: `${result.error} (it went on without this answer)` };
};

/** A try of which nothing was written down, or that a gateway or the net swallowed, may have been taken. */
const isUncertain = ({ answer, attempts }: SuspensionRow): boolean =>
  answer !== null && (attempts.length === 0 || /gave no answer|answered 50[24]/.test(attempts.at(-1)?.error ?? ""));

const answerOf = ({ decision, options }: DecisionRequest): PersonsAnswer | undefined => {
  if (!decision || (decision.option === undefined && decision.text === undefined)) return undefined;
  return {
    ...(decision.option === undefined ? {} : { option: decision.option }),
    ...(decision.text === undefined ? {} : { text: decision.text }),
    deny: options.find(({ id }) => id === decision.option)?.tone === "deny",
    by: decision.decidedBy.name ?? (decision.decidedBy.kind === "expiry" ? "nobody, in time" : "a rule"),
  };
};

const whyNone = ({ status, cancelReason }: DecisionRequest) =>
  status === "expired" ? "nobody answered in time" : `the question was withdrawn${cancelReason ? `: ${cancelReason}` : ""}`;

type Outcome = { result: OutwardResult; answer?: PersonsAnswer };

const note = (deps: Pick<WorkflowsDeps, "database" | "clock" | "feed">, { id, runId }: SuspensionRow, { result, answer }: Outcome) =>
  deps.database.transaction(async (work) => {
    await lockRunById(work.db, runId);
    const row = await lockSuspension(work.db, id);
    if (!row || row.resumedAt !== null) return;
    const at = deps.clock();
    const over = result.ok || result.next === "over" || result.next === "gone";
    const attempt = { at: at.toISOString(), ok: result.ok, ...(result.ok ? {} : { error: result.error }) };
    if (!result.ok && result.next === "gone") await giveUpRun(work, { runId, error: result.error, now: at });
    await noteAttempt(deps, work, { row, attempt, resumedAt: over ? at : undefined, ...(answer ? { answer } : {}) });
  });

/** The system outside has forgotten the run: it cannot go on, and how it ended nobody can say. */
const giveUpRun = async (work: Work, { runId, error, now }: { runId: string; error: string; now: Date }): Promise<void> => {
  const run = await lockRunById(work.db, runId);
  if (run)
    await updateRun(
      work.db,
      runId,
      mergeRun(toRunState(run), { name: run.name, status: "cancelled", error }, { suspended: false, now }),
      now,
    );
};

/** Enqueues all that a system outside has not been told, as when it can be reached from now on; how many. */
export const tellAgain = async (deps: Pick<WorkflowsDeps, "jobs">, work: Work): Promise<number> => {
  const requests = await untoldRequests(work.db);
  for (const requestId of requests) await deps.jobs.enqueue(work, tellQueue, { requestId });
  return requests.length;
};

export const countUntold = async (database: Database): Promise<number> => (await untoldRequests(database.db)).length;
