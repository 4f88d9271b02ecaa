import type { Work } from "../platform/db/database.ts";
import type { BudgetRow } from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";

/** The phones are told of a budget as it is now; of a team's with the team, whose page shows it too. */
export const tell = async (
  { feed }: Pick<BudgetsDeps, "feed">,
  work: Work,
  { id, scopeKind, scopeId }: Pick<BudgetRow, "id" | "scopeKind" | "scopeId">,
  deleted = false,
): Promise<void> =>
  feed.append(
    work,
    { kind: "budget", entityId: id, ...(deleted ? { deleted } : {}) },
    ...(scopeKind === "team" ? [{ kind: "team" as const, entityId: scopeId }] : []),
  );
