import type { Actor } from "@beckon/contracts/access";
import { answererOf } from "../decisions/answerer-of.ts";
import type { Work } from "../platform/db/database.ts";
import { DomainError } from "../platform/errors.ts";
import { checkLocked, setLimit, standing } from "./check.ts";
import {
  findAsk,
  findBudgets,
  insertEvents,
  lockBudget,
  unasked,
  updateAsk,
  updatePeriod,
  type AskRow,
  type BudgetRow,
  type PeriodRow,
} from "./budgets.repository.ts";
import { asker, stopQueue, type BudgetsDeps } from "./budgets.types.ts";
import { tell } from "./tell.ts";
import { dollars } from "./words.ts";

/** Asks what was written down; known by its key, so that many who ask at once ask one question. */
export const ask =
  (deps: BudgetsDeps) =>
  async ({ key }: { key: string }): Promise<void> => {
    const row = await findAsk(deps.database.db, { key });
    if (!row?.open || row.requestId !== null) return;
    const { request } = await deps.decisions.request(asker, row.input, key, async (work, { id }) => {
      await updateAsk(work.db, key, { requestId: id });
      const [budget] = await findBudgets(work.db, [row.budgetId]);
      if (budget) await tell(deps, work, budget);
    });
    // Its limit or its period went by while it was being asked.
    if (!(await findAsk(deps.database.db, { key }))?.open)
      await deps.decisions.cancel(undefined, request.id, "it is settled").catch(expected);
  };

export const askAll = (deps: BudgetsDeps) => async (): Promise<void> => {
  for (const key of await unasked(deps.database.db)) await ask(deps)({ key });
};

export const expected = (error: unknown): undefined => {
  if (!(error instanceof DomainError)) throw error;
  return undefined;
};

const choices = { extend: "extend", stop: "stop", dissolve: "stop", continue: "continue" } as const;

/** A question was settled: what was chosen is done. A job, so no crash loses it; done twice it is done once. */
export const answered =
  (deps: BudgetsDeps) =>
  async ({ requestId }: { requestId: string }): Promise<void> => {
    const ask = await findAsk(deps.database.db, { requestId });
    if (!ask?.open) return;
    const stored = await deps.decisions.find(deps.database.db, requestId);
    if (!stored || stored.request.status === "pending") return;
    const { decision } = stored.request;
    const choice = choices[decision?.option as keyof typeof choices] as (typeof choices)[keyof typeof choices] | undefined;
    const message = await deps.database.transaction(async (work) => {
      const row = await lockBudget(work.db, ask.budgetId);
      const again = await findAsk(work.db, { requestId });
      if (!row || !again?.open) return undefined;
      await updateAsk(work.db, ask.key, { open: false });
      const { period } = await standing(deps, work, row, deps.clock());
      if (period.from.getTime() !== ask.from.getTime() || period.round !== ask.round) return "The budget is another one by now.";
      if (!choice || !decision)
        return follow(deps, work, { row, period, ask, choice: "continue", by: { kind: "system", name: "withdrawn" } });
      return follow(deps, work, { row, period, ask, choice, by: answererOf(decision) });
    });
    // What came of a stop is told when it is over.
    if (message !== undefined) await deps.decisions.reportOutcome(asker, requestId, { status: "executed", message }).catch(expected);
  };

type Following = { row: BudgetRow; period: PeriodRow; ask: AskRow; choice: "extend" | "stop" | "continue"; by: Actor };

const follow = async (deps: BudgetsDeps, work: Work, { row, period, ask, choice, by }: Following): Promise<string | undefined> => {
  const now = deps.clock();
  const note = (what: "extended" | "continued" | "stop", micros: number | null) =>
    insertEvents(work.db, [{ budgetId: row.id, at: now, what, by, micros, percent: null }]);
  const answer = { choice, at: now.toISOString(), by };
  const detail = { of: row.scopeName, limitMicros: period.limitMicros, ...(choice === "extend" ? { byMicros: ask.extendMicros } : {}) };
  await deps.audit.append(work, {
    actor: by,
    action: { extend: "budget.extended", stop: "budget.stop_requested", continue: "budget.continued" }[choice],
    subject: row.id,
    detail,
  });
  if (choice === "extend") {
    const limitMicros = period.limitMicros + ask.extendMicros;
    await setLimit(deps, work, { row, period, limitMicros, extendedMicros: period.extendedMicros + ask.extendMicros });
    await updatePeriod(work.db, period, { answer });
    await note("extended", ask.extendMicros);
    await checkLocked(deps, work, row, true);
    return `The limit is ${dollars(limitMicros)} now.`;
  }
  await updatePeriod(work.db, period, { answer, standing: choice === "stop" ? "stopping" : "continued" });
  await note(choice === "stop" ? "stop" : "continued", period.spentMicros);
  await tell(deps, work, row);
  if (choice === "continue") return "It goes on.";
  await deps.jobs.enqueue(work, stopQueue, { budgetId: row.id, from: period.from.toISOString(), round: period.round });
  return undefined;
};
