import { decisionRequestInput, type DecisionRequestInput } from "@beckon/contracts/decisions";
import type { suspendInput, WorkflowRun } from "@beckon/contracts/workflows";
import type { z } from "zod";
import type { Work } from "../platform/db/database.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { loadRun } from "./load-runs.ts";
import { hasEnded } from "./merge-run.ts";
import { mergeStages } from "./merge-stages.ts";
import { insertSuspension, suspensionsOf, type SuspensionRow } from "./suspensions.repository.ts";
import { questionInvalid, runEnded, runNotFound, tooManySuspensions } from "./workflows.errors.ts";
import { toRunState, toStageState, toSuspension } from "./workflows.mapper.ts";
import { findRunByKey, lockRunById, saveStages, stagesOf, updateRun, type RunRow } from "./workflows.repository.ts";
import type { Outward, Owner, Source, WorkflowsDeps } from "./workflows.types.ts";

const mostSuspensions = 500;

export type SuspendInput = z.output<typeof suspendInput>;
export type Suspend = {
  owner: Owner;
  source: Source;
  key: string;
  input: SuspendInput;
  /** The caller's own name of this suspension: the same again is the same one, answered or not. */
  name?: string | undefined;
  outward?: Outward | undefined;
  /** The answer is a text. */
  freeText?: boolean;
};
export type Suspended = { run: WorkflowRun; suspension: WorkflowRun["suspensions"][number]; created: boolean };

/** Ends a transaction that has found the suspension standing. */
class Standing extends Error {
  readonly row: SuspensionRow;
  constructor(row: SuspensionRow) {
    super("the suspension stands");
    this.row = row;
  }
}

/**
 * Suspends a run. Where a person is waited for, the question is made in the same transaction. While one like it is
 * open it is that one, so that a retry asks nobody twice.
 */
export const suspend =
  (deps: WorkflowsDeps) =>
  async (call: Suspend): Promise<Suspended> => {
    const run = await findRunByKey(deps.database.db, { ownerId: call.owner.id, source: call.source, key: call.key });
    if (!run) throw runNotFound();
    const id = newId("su", deps.clock().getTime());
    const write = (work: Work, requestId: string | null) => writeSuspension(deps, work, { call, runId: run.id, id, requestId });
    try {
      const row =
        call.input.waitsFor === "person"
          ? await ask(deps, { call, run, id, write })
          : await deps.database.transaction((work) => write(work, null));
      return { ...(await partsOf(deps, run.id, row)), created: true };
    } catch (error) {
      if (!(error instanceof Standing)) throw error;
      return { ...(await partsOf(deps, run.id, error.row)), created: false };
    }
  };

const partsOf = async (deps: Pick<WorkflowsDeps, "database">, runId: string, row: SuspensionRow) => ({
  run: await loadRun(deps.database.db, runId),
  suspension: toSuspension(row),
});

type Asking = { call: Suspend; run: RunRow; id: string; write: (work: Work, requestId: string) => Promise<SuspensionRow> };

const ask = async (deps: WorkflowsDeps, { call, run, id, write }: Asking): Promise<SuspensionRow> => {
  let row: SuspensionRow | undefined;
  await deps.decisions.request(call.owner, questionOf(call, run), `suspension:${id}`, async (work, request) => {
    row = await write(work, request.id);
  });
  if (!row) throw new Error(`the suspension ${id} was not written`);
  return row;
};

const titleMost = 300;

const questionOf = ({ owner, input, freeText }: Suspend, run: RunRow): DecisionRequestInput => {
  const [line = ""] = input.what.split("\n", 1);
  const title = line.length > titleMost ? `${line.slice(0, titleMost - 1).toWellFormed()}…` : line;
  const where = `${run.name}${input.stage ? ` · ${input.stage}` : ""}`;
  const parsed = decisionRequestInput.safeParse({
    kind: input.options ? "choice" : freeText ? "question" : "permission",
    title: title.trim() === "" ? `${where} waits`.slice(0, titleMost) : title,
    body: input.what === title ? where : `${where}\n\n${input.what}`,
    ...(input.options ? { options: input.options } : {}),
    agent: { name: run.agentName ?? owner.name, ...(run.role ? { role: run.role } : {}) },
    ...(run.task && run.task.length <= 120 ? { taskId: run.task } : {}),
    ...(input.expiresInSeconds === undefined ? {} : { expiresInSeconds: input.expiresInSeconds }),
    ...(input.onExpiry === undefined ? {} : { onExpiry: input.onExpiry }),
  });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.map(String).join("/")}`, detail: message }));
  throw questionInvalid({ detail: errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join("; "), extra: { errors } });
};

type Writing = { call: Suspend; runId: string; id: string; requestId: string | null };

const writeSuspension = async (deps: WorkflowsDeps, work: Work, { call, runId, id, requestId }: Writing): Promise<SuspensionRow> => {
  const now = deps.clock();
  const { input, name, outward } = call;
  const run = await lockRunById(work.db, runId);
  if (!run) throw runNotFound();
  const key = name === undefined ? null : sha256(name);
  const all = await suspensionsOf(work.db, [runId]);
  const standing = all.find((row) => (key === null ? isSame(row, input) : row.key === key));
  if (standing) throw new Standing(standing);
  if (hasEnded(run.status)) throw runEnded();
  if (all.length >= mostSuspensions) throw tooManySuspensions();

  const row = await insertSuspension(work.db, {
    id,
    runId,
    key,
    stage: input.stage ?? null,
    waitsFor: input.waitsFor,
    what: input.what,
    since: now,
    requestId,
    outward: outward ?? null,
  });
  if (input.stage !== undefined) {
    const before = (await stagesOf(work.db, [runId])).map(toStageState);
    await saveStages(work.db, runId, mergeStages(before, [{ name: input.stage, status: "suspended" }], now));
  }
  await updateRun(work.db, runId, { ...toRunState(run), status: "suspended" }, now);
  await deps.feed.append(work, { kind: "workflowRun", entityId: runId });
  return row;
};

const isSame = (row: SuspensionRow, input: SuspendInput) =>
  row.resumedAt === null && row.waitsFor === input.waitsFor && row.what === input.what && row.stage === (input.stage ?? null);
