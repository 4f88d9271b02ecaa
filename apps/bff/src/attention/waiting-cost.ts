import type { Db } from "../platform/db/database.ts";
import type { AttentionDeps } from "./attention.types.ts";

/** What an hour of waiting costs for one agent, in micro-dollars: its rate, and the declared cost of delay; nothing where neither is known. */
export const waitingCost =
  (deps: Pick<AttentionDeps, "rates" | "agentRates">) =>
  async (db: Db, agentId: string): Promise<number | undefined> => {
    const [{ delayMicros, perDollarMicros }, rates] = [await deps.rates(db), await deps.agentRates(db, [agentId])];
    const rate = rates.get(agentId);
    if (rate === undefined && delayMicros === null) return undefined;
    return (rate ?? 0) + Math.round(((delayMicros ?? 0) / perDollarMicros) * 1_000_000);
  };
