import type { Work } from "../platform/db/database.ts";
import { findEstimate, saveEstimate } from "./baselines.repository.ts";
import type { OutcomeFact, OutcomesDeps } from "./outcomes.types.ts";
import { findParts } from "./parts.repository.ts";
import { saveTrace } from "./traces.repository.ts";
import { join, tellPart } from "./works.ts";

type Of<W extends OutcomeFact["what"]> = Extract<OutcomeFact, { what: W }>;

/** A task as it stands: its estimate until its first run begins, what it is linked with, and whether a person accepted it. */
export const applyTask = async (deps: OutcomesDeps, work: Work, fact: Of<"task">): Promise<string[]> => {
  const now = deps.clock();
  const key = { kind: "task" as const, ref: fact.id };
  await keepEstimate(work, fact);
  const part = await tellPart(
    work,
    {
      ...key,
      ...(fact.owner === "" ? {} : { ownerId: fact.owner }),
      demo: fact.demo,
      facts: { kind: "task", title: fact.title, ...(fact.agent ? { agent: fact.agent } : {}) },
      ...(fact.acceptedBy ? { accepted: { at: new Date(fact.at), by: fact.acceptedBy } } : {}),
    },
    now,
  );
  if (fact.sessionId) {
    const at = new Date(fact.startedAt ?? fact.at);
    await saveTrace(work.db, { sessionId: fact.sessionId, kind: "task", ref: fact.id, at, lastAt: new Date(fact.at) });
  }
  let workId = part.workId;
  for (const ref of fact.prs) workId = (await join(work, key, { kind: "pull_request", ref }, now)) ?? workId;
  if (fact.retryOf) {
    const before = { kind: "task" as const, ref: fact.retryOf };
    if ((await findParts(work.db, [before])).length === 0)
      await tellPart(work, { ...before, ownerId: fact.owner, demo: fact.demo, facts: { kind: "task", title: fact.title } }, now);
    workId = (await join(work, key, before, now)) ?? workId;
  }
  return [workId];
};

/** Until the first run begins the newest estimate stands; from then on none changes it. */
const keepEstimate = async (work: Work, { id, estimate, estimateBy, startedAt, isNew, at }: Of<"task">): Promise<void> => {
  const before = await findEstimate(work.db, id);
  if (before?.lockedAt) return;
  const isSaid = estimate !== undefined && JSON.stringify(estimate) !== JSON.stringify(before?.hours);
  // Begun by its first word: nobody can tell whether the estimate was there before.
  const lockedAt = startedAt && !isNew ? new Date(startedAt) : null;
  // What came with the start, or after it, was not there before it.
  if (isSaid && lockedAt) return saveEstimate(work.db, { ...(before ?? nothing(id)), lockedAt });
  if (isSaid) return saveEstimate(work.db, { taskId: id, hours: estimate, setBy: estimateBy ?? null, setAt: new Date(at), lockedAt });
  if (estimate === undefined && before?.hours && !startedAt) return saveEstimate(work.db, nothing(id));
  if (lockedAt) await saveEstimate(work.db, { ...(before ?? nothing(id)), lockedAt });
};
const nothing = (taskId: string) => ({ taskId, hours: null, setBy: null, setAt: null, lockedAt: null });

/** A workflow run that succeeded. */
export const applyRun = async (deps: OutcomesDeps, work: Work, fact: Of<"run">): Promise<string[]> => {
  const now = deps.clock();
  const key = { kind: "workflow" as const, ref: fact.id };
  const { url, project, agent } = fact;
  const part = await tellPart(
    work,
    {
      ...key,
      ...(fact.owner === "" ? {} : { ownerId: fact.owner }),
      demo: fact.demo,
      facts: { kind: "workflow", title: fact.title, ...(url ? { url } : {}), ...(project ? { project } : {}), ...(agent ? { agent } : {}) },
      ...(fact.passedAt ? { accepted: { at: new Date(fact.passedAt), by: fact.by ?? agent ?? fact.title } } : {}),
    },
    now,
  );
  const named = fact.task === undefined ? undefined : await taskCalled(deps, work, fact.task);
  if (named === undefined) return [part.workId];
  const task = { kind: "task" as const, ref: named };
  if ((await findParts(work.db, [task])).length === 0)
    await tellPart(work, { ...task, demo: fact.demo, facts: { kind: "task", title: "" } }, now);
  return [(await join(work, key, task, now)) ?? part.workId];
};

/** By our id, or by its reporter's key where only one task is called so. */
const taskCalled = async (deps: OutcomesDeps, work: Work, name: string): Promise<string | undefined> => {
  if (/^tk_[0-9A-Za-z]{16,40}$/.test(name)) return name;
  const found = await deps.tasks.link(work, { ids: [], keys: [name], refs: [] }, []);
  return found.length === 1 ? found[0] : undefined;
};
