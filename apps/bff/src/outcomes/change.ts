import type { Outcome, OutcomePatch } from "@beckon/contracts/outcomes";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { nameOf } from "./callers.ts";
import { givenOf } from "./given.ts";
import { lockWorks } from "./inbox.repository.ts";
import { changedMeanwhile, isWithdrawn, notWithdrawn, outcomeNotFound } from "./outcomes.errors.ts";
import { findOutcome, updateOutcome, type OutcomeRow } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import { presentOne } from "./present.ts";
import { settle } from "./settle.ts";

/** The outcome of this id, or the one that it was found to be the same as. */
export const standingOne = async (db: Work["db"], id: string): Promise<OutcomeRow> => {
  let row = await findOutcome(db, id);
  for (let step = 0; row?.mergedInto && step < 20; step += 1) row = await findOutcome(db, row.mergedInto);
  if (!row) throw outcomeNotFound();
  return row;
};

type Change = { caller: Caller; action: string; detail: Record<string, unknown>; changes: Partial<OutcomeRow> };

/** Writes what a person did, with all that follows from it. */
const write = async (deps: OutcomesDeps, work: Work, row: OutcomeRow, { caller, action, detail, changes }: Change): Promise<Outcome> => {
  await updateOutcome(work.db, row.id, { ...changes, version: row.version + 1 });
  await settle(deps, work, [row.workId]);
  await deps.audit.append(work, { actor: actorOf(caller), action, subject: row.id, detail });
  await deps.changed(work);
  return presentOne(deps, work.db, await standingOne(work.db, row.id));
};

const locked = async <T>(deps: OutcomesDeps, id: string, act: (work: Work, row: OutcomeRow) => Promise<T>): Promise<T> =>
  deps.database.transaction(async (work) => {
    await lockWorks(work.db);
    return act(work, await standingOne(work.db, id));
  });

/** A person corrects it: its type, hours, the agents' part in it, whether it would have been done anyway. */
export const correct =
  (deps: OutcomesDeps) =>
  (caller: Caller, id: string, { reason, ...patch }: OutcomePatch): Promise<Outcome> =>
    locked(deps, id, async (work, row) => {
      if (row.withdrawn) throw isWithdrawn();
      if (row.version !== patch.version)
        throw changedMeanwhile({ detail: "Look at it as it is now.", extra: { outcome: await presentOne(deps, work.db, row) } });
      const { hours: before, ...given } = row.given;
      const said = givenOf(patch, caller, deps.clock());
      const kept = before && patch.hours !== null && !said.hours ? { hours: before } : {};
      const { version: _, ...parts } = patch;
      const was = {
        taskType: row.taskType,
        p10: row.p10,
        p50: row.p50,
        p90: row.p90,
        grade: row.grade,
        agentShare: row.agentShare,
        counterfactual: row.counterfactual,
      };
      return write(deps, work, row, {
        caller,
        action: "outcome.corrected",
        detail: { ...parts, ...(reason ? { reason } : {}), was },
        changes: { given: { ...given, ...kept, ...said } },
      });
    });

/** It counts no more; the same work does not come back by another word of it. */
export const withdraw =
  (deps: OutcomesDeps) =>
  (caller: Caller, id: string, reason: string): Promise<Outcome> =>
    locked(deps, id, async (work, row) =>
      row.withdrawn
        ? presentOne(deps, work.db, row)
        : write(deps, work, row, {
            caller,
            action: "outcome.withdrawn",
            detail: { reason },
            changes: { withdrawn: { at: deps.clock().toISOString(), by: nameOf(caller), reason } },
          }),
    );

export const restore =
  (deps: OutcomesDeps) =>
  (caller: Caller, id: string): Promise<Outcome> =>
    locked(deps, id, async (work, row) => {
      if (!row.withdrawn) throw notWithdrawn();
      return write(deps, work, row, { caller, action: "outcome.restored", detail: { was: row.withdrawn }, changes: { withdrawn: null } });
    });
