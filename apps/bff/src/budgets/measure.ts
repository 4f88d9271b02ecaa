import type { Db } from "../platform/db/database.ts";
import type { Spent } from "../usage/spent.ts";
import type { BudgetRow, PeriodRow } from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";
import { usageOf } from "./scope.ts";

/** Beyond every call that can be booked. */
const farthest = Date.parse("9999-12-30T00:00:00Z");

/** What the ledger says was spent in a period. Of a whole life everything counts, told before it began too. */
export const measure = async (
  deps: Pick<BudgetsDeps, "usage" | "agents" | "teams" | "tasks">,
  db: Db,
  { row, period }: { row: BudgetRow; period: Pick<PeriodRow, "from" | "to"> },
): Promise<Spent> =>
  deps.usage.spent(db, await usageOf(deps, db, row), {
    from: period.to === null ? 0 : period.from.getTime(),
    to: period.to?.getTime() ?? farthest,
    column: row.column,
  });

/** Whether so much of a limit is spent; products of money beyond what a number holds. */
export const reaches = (spent: number | null, limit: number, percent: number): boolean =>
  spent !== null && BigInt(spent) * 100n >= BigInt(limit) * BigInt(percent);
