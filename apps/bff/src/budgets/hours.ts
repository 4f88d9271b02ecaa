import type { SpendHours, spendHoursQuery } from "@beckon/contracts/budgets";
import type { z } from "zod";
import type { BudgetsDeps } from "./budgets.types.ts";
import { habitOf, historyHours, hoursOf } from "./outlook.ts";
import { scopeNamed, usageOf } from "./scope.ts";

/** What one scope spent by hour, beside its own habit. */
export const hours =
  (deps: BudgetsDeps) =>
  async ({ kind, id, column, hours: count, tz }: z.output<typeof spendHoursQuery>): Promise<SpendHours> => {
    const asOf = deps.clock();
    return deps.database.snapshot(async (db) => {
      const scope = await scopeNamed(deps, db, { kind, ...(id === undefined ? {} : { id }) });
      const whose = await usageOf(deps, db, { scopeKind: kind, scopeId: scope.id });
      const all = await hoursOf(deps, db, { whose, column, count: Math.max(count, historyHours) });
      return {
        column,
        asOf: asOf.toISOString(),
        items: all.slice(-count).map(({ from, micros, unpriced }) => ({ from: new Date(from).toISOString(), micros, unpriced })),
        habit: habitOf(all, tz),
      };
    });
  };
