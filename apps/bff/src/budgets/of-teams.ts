import type { Actor } from "@beckon/contracts/access";
import type { Db, Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { budgetsOfTeams, currentPeriods, lockBudget, openAsks, stepsOf, type BudgetRow } from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";
import { change, drop, insert } from "./write.ts";

/** A team's own budget, as its page shows it: the limit of now, what was passed under it, and the open question. */
export type TeamBudget = { micros: number; warnedAt?: Date; reachedAt?: Date; requestId?: string };

const askSeconds = 3_600;

/** Gives a team's whole life another budget, or none; in the transaction that changes the team. */
export const setOfTeam =
  (deps: BudgetsDeps) =>
  async (
    work: Work,
    { teamId, name, since, micros, by }: { teamId: string; name: string; since: Date; micros: number | null; by: Actor },
  ): Promise<void> => {
    const [found] = await budgetsOfTeams(work.db, [teamId]);
    const row = found && (await lockBudget(work.db, found.id));
    if (micros === null) return row && drop(deps, work, row, by);
    if (row) return change(deps, work, { row, changes: { amountMicros: micros, extendMicros: micros }, by });
    const now = deps.clock();
    const fresh: BudgetRow = {
      ...{ id: newId("bg", now.getTime()), scopeKind: "team", scopeId: teamId, scopeName: name, period: "life", timeZone: "UTC" },
      ...{ column: "apiEquivalent", amountMicros: micros, extendMicros: micros, askSeconds, onExpiry: "stop", paused: false, by },
      ...{ callerId: null, idempotencyKey: null, inputHash: null, createdAt: now },
    };
    await insert(deps, work, { row: fresh, life: since, by });
  };

/** The budgets of these teams' whole lives. */
export const ofTeams = async (db: Db, teamIds: readonly string[]): Promise<Map<string, TeamBudget>> => {
  const rows = await budgetsOfTeams(db, teamIds);
  const ids = rows.map(({ id }) => id);
  const periods = await currentPeriods(db, ids);
  const steps = await stepsOf(db, periods);
  const asks = await openAsks(db, ids);
  return new Map(
    rows.map((row) => {
      const period = periods.find(({ budgetId }) => budgetId === row.id);
      const passed = steps.filter(({ budgetId, round }) => budgetId === row.id && round === period?.round);
      const [warned, reached] = [80, 100].map((percent) => passed.find((step) => step.percent === percent)?.at);
      const requestId = asks.find(({ budgetId }) => budgetId === row.id)?.requestId;
      return [
        row.scopeId,
        {
          micros: period?.limitMicros ?? row.amountMicros,
          ...(warned ? { warnedAt: warned } : {}),
          ...(reached ? { reachedAt: reached } : {}),
          ...(requestId ? { requestId } : {}),
        },
      ];
    }),
  );
};
