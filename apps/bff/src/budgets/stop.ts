import type { Command } from "@beckon/contracts/controls";
import type { Actor } from "@beckon/contracts/access";
import { DomainError } from "../platform/errors.ts";
import {
  currentPeriods,
  findBudgets,
  insertTargets,
  lockBudget,
  targetsOfStop,
  updateTarget,
  type BudgetRow,
  type TargetRow,
} from "./budgets.repository.ts";
import { callerId, settleQueue, type BudgetsDeps, type StopKey } from "./budgets.types.ts";
import { planStop } from "./plan-stop.ts";
import { tell } from "./tell.ts";
import { scopeWords } from "./words.ts";

/** A machine, or a run's next step, has so long. */
const seconds = { machine: 120, step: 3_600 };

/**
 * Ends the work of a budget's scope, gracefully: whom it reaches is written down first, then each is asked once, by a key of
 * its own. A job: whoever goes on with it after a crash asks for nothing twice.
 */
export const stop =
  (deps: BudgetsDeps) =>
  async (key: StopKey): Promise<void> => {
    const { db } = deps.database;
    const [row] = await findBudgets(db, [key.budgetId]);
    if (!row) return;
    if ((await targetsOfStop(db, key)).length === 0) await write(deps, key, row);
    const by = await byOf(deps, key);
    for (const target of await targetsOfStop(db, key))
      if (target.commandId === null && target.ended === null) await send(deps, key, { row, target, by });
    await deps.database.transaction(async (work) => {
      await tell(deps, work, row);
      await deps.jobs.enqueue(work, settleQueue, key);
    });
  };

const byOf = async (deps: BudgetsDeps, { budgetId }: StopKey): Promise<Actor> => {
  const [period] = await currentPeriods(deps.database.db, [budgetId]);
  return period?.answer?.by ?? { kind: "system", name: "budget" };
};

const write = async (deps: BudgetsDeps, key: StopKey, { id }: BudgetRow): Promise<void> =>
  deps.database.transaction(async (work) => {
    const row = await lockBudget(work.db, id);
    if (!row || (await targetsOfStop(work.db, key)).length > 0) return;
    const planned = await planStop(deps, work.db, row);
    await insertTargets(
      work.db,
      planned.map((target, n) => ({
        ...{ budgetId: key.budgetId, from: new Date(key.from), round: key.round, n, commandId: null, ended: null, words: null },
        ...target,
      })),
    );
  });

type Sending = { row: BudgetRow; target: TargetRow; by: Actor };

const send = async (deps: BudgetsDeps, key: StopKey, sending: Sending): Promise<void> => {
  const { target } = sending;
  const note = (changes: Partial<TargetRow>) => updateTarget(deps.database.db, { ...key, n: target.n }, changes);
  try {
    const command = await begin(deps, key, sending);
    if (command) await note({ commandId: command.id });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // Somebody stops it already: what comes of that is what came of this.
    const other = error.extra.command as Command | undefined;
    if (other?.kind === "stop" || (other && target.how === "hold")) return note({ commandId: other.id });
    await note({ ended: "failed", words: error.detail ?? error.message });
  }
};

const begin = async (deps: BudgetsDeps, { budgetId, from, round }: StopKey, { row, target, by }: Sending): Promise<Command | undefined> => {
  const wisher = { by, callerId };
  const key = `${budgetId}/${Date.parse(from)}/${round}/${target.n}`;
  const reason = `The budget of ${scopeWords(row)} is spent`.slice(0, 500);
  if (target.kind === "team") {
    await deps.teams.dissolve(by, target.targetId, { tasks: "requeue", reason });
    return undefined;
  }
  if (target.kind === "process") {
    const input = {
      kind: "stop" as const,
      hostId: target.hostId ?? "",
      processId: target.targetId,
      count: 1,
      reason,
      timeoutSeconds: seconds.machine,
    };
    return (await deps.controls.requestAs(wisher, input, key)).commands[0];
  }
  const { db } = deps.database;
  const [known] = await deps.agents.agentsOfSessions(db, [target.targetId]);
  const session = (await deps.agents.recentSessions(db)).find(({ id }) => id === target.targetId);
  if (!known || !session || session.endedAt !== undefined) {
    await updateTarget(db, { budgetId, from, round, n: target.n }, { ended: "done", words: "It had ended by itself." });
    return undefined;
  }
  return deps.controls.endRun(wisher, { agent: known.agent, session, reason, timeoutSeconds: seconds.step }, key);
};
