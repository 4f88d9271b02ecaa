import type { Actor } from "@beckon/contracts/access";
import type { HealingRun } from "@beckon/contracts/healing";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { nothingToDo, planChanged, underWay } from "./healing.errors.ts";
import type { RunRow, StepRow } from "./healing.table.ts";
import { actQueue, type HealingDeps } from "./healing.types.ts";
import type { PlannedStep } from "./plan.ts";
import { toRun } from "./present.ts";
import { look, type Asking } from "./preview.ts";
import { findByKey, insertRun, insertSteps, runningRuns, stepsOf, updateRun } from "./runs.repository.ts";

export type RunAsked = Asking & { planHash: string };

/** Takes the plan that a person has seen. The same key again is the run of before. */
export const startRun =
  (deps: HealingDeps) =>
  (caller: Caller, input: RunAsked, key: string | undefined): Promise<{ run: HealingRun; created: boolean }> =>
    deps.database.transaction(async (work) => {
      const by = actorOf(caller);
      const who = { callerId: by.device ?? by.id ?? by.kind, key, inputHash: sha256(JSON.stringify(input)) };
      const before = await replayed(work, who);
      if (before) return { run: before, created: false };
      const run = await begin(deps, work, { by, ...who, asking: input });
      if (!run) {
        // The same request at the same instant was faster, or somebody else's run is at work.
        const twin = await replayed(work, who);
        if (twin) return { run: twin, created: false };
        const [other] = await runningRuns(work.db);
        throw underWay({ detail: "Wait until it is over.", extra: other ? { run: toRun(other, await stepsOf(work.db, [other.id])) } : {} });
      }
      return { run, created: true };
    });

type Who = { callerId: string; key: string | undefined; inputHash: string };

const replayed = async ({ db }: Work, { callerId, key, inputHash }: Who): Promise<HealingRun | undefined> => {
  const row = key === undefined ? undefined : await findByKey(db, { callerId, key });
  if (!row) return undefined;
  if (row.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for another run." });
  return toRun(row, await stepsOf(db, [row.id]));
};

type Beginning = Who & { by: Actor; asking: Asking & { planHash?: string } };

/**
 * Writes a run and its steps; nothing where another is at work. The row comes first and locks out everybody else, so that
 * what the limits are counted from stands still.
 */
export const begin = async (
  deps: HealingDeps,
  work: Work,
  { by, asking, callerId, key, inputHash }: Beginning,
): Promise<HealingRun | undefined> => {
  const now = deps.clock();
  const draft: RunRow = {
    id: newId("hl", now.getTime()),
    mode: asking.mode,
    limits: { restartsPerHour: 0, coolDownSeconds: 0, actsPerRun: 1 },
    by,
    state: "running",
    startedAt: now,
    endedAt: null,
    left: [],
    demo: false,
    callerId,
    idempotencyKey: key ?? null,
    inputHash,
  };
  if (!(await insertRun(work.db, draft))) return undefined;
  const { plan, steps } = await look(deps, work.db, asking);
  if (asking.planHash !== undefined && asking.planHash !== plan.hash)
    throw planChanged({ detail: "Look at the plan as it is now.", extra: { plan } });
  if (!steps.some(acts)) throw nothingToDo({ extra: { plan } });
  const row: RunRow = { ...draft, limits: plan.limits, left: plan.left, demo: plan.demo ?? false };
  await updateRun(work.db, row.id, { limits: row.limits, left: row.left, demo: row.demo });
  const rows = steps.map((step, place) => toRow(step, { run: row, place, now }));
  await insertSteps(work.db, rows);
  await deps.audit.append(work, {
    actor: by,
    action: "healing.begun",
    subject: row.id,
    detail: { mode: row.mode, steps: rows.map(({ act, fault, subject }) => `${act} ${subject.name}: ${fault}`).slice(0, 100) },
  });
  await deps.feed.append(work, { kind: "healingRun", entityId: row.id });
  await deps.jobs.enqueue(work, actQueue, {});
  return toRun(row, rows);
};

/** Whether a step does something. */
export const acts = ({ act, refusedBy }: Pick<PlannedStep, "act" | "refusedBy">): boolean => refusedBy === undefined && act !== "wait";

const toRow = (step: PlannedStep, { run, place, now }: { run: RunRow; place: number; now: Date }): StepRow => {
  const { act, fault, key, subject, reason, evidence, since, likelihood, refusedBy, until, to, target } = step;
  const waits = act === "wait";
  return {
    ...emptyStep(now),
    runId: run.id,
    place,
    act,
    fault,
    key,
    subject,
    reason,
    evidence,
    since: new Date(since),
    likelihood: likelihood ?? null,
    refusedBy: refusedBy ?? null,
    until: until === undefined ? null : new Date(until),
    to: to ?? null,
    target,
    by: run.by,
    state: refusedBy ? "refused" : waits ? "done" : "planned",
    ...(waits && !refusedBy ? { startedAt: now, endedAt: now, result: "It is left in peace." } : {}),
    // A restart counts from the moment that it is decided.
    ...((act === "restart" || act === "resume") && !refusedBy ? { startedAt: now } : {}),
  };
};

/** A step that nothing has become of yet. */
export const emptyStep = (now: Date) => ({
  id: newId("hl", now.getTime()),
  likelihood: null,
  refusedBy: null,
  until: null,
  to: null,
  askedBy: null,
  state: "planned" as const,
  commandIds: [],
  requestId: null,
  askOpen: false,
  answer: null,
  result: null,
  startedAt: null,
  endedAt: null,
  outcome: null,
  outcomeNote: null,
  workedAt: null,
});
