import type { Outcome, OutcomeInput } from "@beckon/contracts/outcomes";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { applyRun, applyTask } from "./apply-own.ts";
import { callerIdOf, nameOf } from "./callers.ts";
import { givenOf } from "./given.ts";
import { lockWorks } from "./inbox.repository.ts";
import { estimateOf, pullsOf } from "./on-tasks.ts";
import { runFact } from "./on-runs.ts";
import { isWithdrawn, notCompleted, notYet, runUnknown, sessionUnknown, taskUnknown } from "./outcomes.errors.ts";
import { findByKey, findByWorks, findOutcome, updateOutcome } from "./outcomes.repository.ts";
import type { OutcomesDeps, PartKey } from "./outcomes.types.ts";
import { findParts } from "./parts.repository.ts";
import { presentOne } from "./present.ts";
import { settle } from "./settle.ts";
import { saveTrace } from "./traces.repository.ts";
import { tellPart } from "./works.ts";

/** A person accepts a result: a completed task, a workflow that passed, or what they enter. The same work again is the outcome that there is. */
export const accept =
  (deps: OutcomesDeps) =>
  async (caller: Caller, input: OutcomeInput, key: string | undefined): Promise<{ outcome: Outcome; created: boolean }> => {
    const now = deps.clock();
    const acceptedAt = input.acceptedAt === undefined ? now : new Date(input.acceptedAt);
    if (acceptedAt > now) throw notYet({ extra: { errors: [{ pointer: "/acceptedAt", detail: "lies in the future" }] } });
    const inputHash = sha256(JSON.stringify(input));
    const callerId = callerIdOf(caller);
    return deps.database.transaction(async (work) => {
      await lockWorks(work.db);
      const used = key === undefined ? undefined : await findByKey(work.db, { callerId, key });
      if (used && used.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new outcome." });
      if (used) return { outcome: await presentOne(deps, work.db, (await survivor(work, used.id)) ?? used), created: false };
      const part = await tell(deps, work, { input, acceptedAt, by: nameOf(caller) });
      const [known] = await findParts(work.db, [part]);
      const workId = known?.workId as string;
      const [before] = await findByWorks(work.db, [workId]);
      if (before?.withdrawn) throw isWithdrawn({ detail: "Put it back first.", extra: { outcomeId: before.id } });
      for (const sessionId of await knownSessions(deps, work, input.sessionIds ?? [])) {
        const kind = part.kind === "task" ? "task" : "hand";
        await saveTrace(work.db, { sessionId, kind, ref: part.ref, at: acceptedAt, lastAt: acceptedAt });
      }
      await settle(deps, work, [workId]);
      const [row] = await findByWorks(work.db, [workId]);
      if (!row) throw new Error(`the accepted work ${workId} has no outcome`);
      const given = { ...row.given, ...givenOf(input, caller, now) };
      const isNew = before === undefined;
      await updateOutcome(work.db, row.id, {
        given,
        ...(isNew && key !== undefined ? { callerId, idempotencyKey: key, inputHash } : {}),
      });
      await settle(deps, work, [workId]);
      await deps.audit.append(work, { actor: actorOf(caller), action: "outcome.accepted", subject: row.id, detail: { ...input } });
      await deps.changed(work);
      const stands = (await findOutcome(work.db, row.id)) ?? row;
      return { outcome: await presentOne(deps, work.db, stands), created: isNew };
    });
  };

const survivor = async (work: Work, id: string) => {
  const row = await findOutcome(work.db, id);
  return row?.mergedInto ? findOutcome(work.db, row.mergedInto) : row;
};

type Telling = { input: OutcomeInput; acceptedAt: Date; by: string };

const tell = async (deps: OutcomesDeps, work: Work, { input, acceptedAt, by }: Telling): Promise<PartKey> => {
  const at = acceptedAt.toISOString();
  if (input.taskId) {
    const [task] = await deps.tasks.findAll(work.db, [input.taskId]);
    if (!task) throw taskUnknown();
    if (task.status !== "completed") throw notCompleted({ detail: `The task is ${task.status.replace("_", " ")}.` });
    await applyTask(deps, work, {
      ...{ what: "task", id: task.id, owner: "", demo: task.demo ?? false, title: task.title, at, acceptedBy: by, isNew: false },
      prs: pullsOf(task),
      ...estimateOf(task),
      ...(task.agent ? { agent: task.agent.name } : {}),
      ...(task.retryOf ? { retryOf: task.retryOf } : {}),
      ...(task.sessionId ? { sessionId: task.sessionId } : {}),
      ...(task.startedAt ? { startedAt: task.startedAt } : {}),
    });
    return { kind: "task", ref: task.id };
  }
  if (input.workflowRunId) {
    const [run] = await deps.workflows.findAll(work.db, [input.workflowRunId]);
    if (!run) throw runUnknown();
    if (run.status !== "succeeded") throw notCompleted({ detail: `The workflow is ${run.status}.` });
    await applyRun(deps, work, { ...runFact(run, { id: "", ...(run.demo ? { demo: true } : {}) }, at), by });
    return { kind: "workflow", ref: run.id };
  }
  const ref = newId("hd", deps.clock().getTime());
  const { title = "", url, project, taskType } = input;
  const facts = {
    kind: "hand" as const,
    title,
    ...(url ? { url } : {}),
    ...(project ? { project } : {}),
    ...(taskType ? { taskType } : {}),
  };
  await tellPart(work, { kind: "hand", ref, facts, accepted: { at: acceptedAt, by } }, deps.clock());
  return { kind: "hand", ref };
};

const knownSessions = async (deps: OutcomesDeps, work: Work, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return [];
  const found = (await deps.agents.findSessions(work.db, [...ids])).map(({ id }) => id);
  const missing = ids.find((id) => !found.includes(id));
  if (missing !== undefined) throw sessionUnknown({ detail: missing });
  return found;
};
