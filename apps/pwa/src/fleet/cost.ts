import type { Session } from "@beckon/contracts/agents";
import type { TokenCounts } from "@beckon/contracts/signals";
import { formatCount } from "@beckon/ui/numbers";
import { formatMoney } from "./money.ts";

export type Payment = NonNullable<Session["payment"]>;

/**
 * What some runs cost, by how they are paid: sums of the two are never added (METRICS "Cost").
 * `micros` null: none of the calls could be priced; `unpriced` calls are in the tokens but not in the money.
 */
export type Cost = { payment: Payment | "unknown"; micros: number | null; calls: number; unpriced: number };

/** `given`: how a person says the agent is paid, which goes before what it says itself. */
export function costsOf(sessions: readonly Pick<Session, "usage" | "payment">[], given?: Payment): Cost[] {
  const groups = Map.groupBy(
    sessions.filter(({ usage }) => usage.calls > 0),
    ({ payment }) => given ?? payment ?? "unknown",
  );
  return [...groups].map(([payment, own]) => {
    const priced = own.flatMap(({ usage }) => (usage.costMicros === null ? [] : [usage.costMicros]));
    return {
      payment,
      micros: priced.length === 0 ? null : priced.reduce((sum, micros) => sum + micros, 0),
      calls: own.reduce((sum, { usage }) => sum + usage.calls, 0),
      unpriced: own.reduce((sum, { usage }) => sum + usage.unpriced, 0),
    };
  });
}

/** "$1.20", "at least $1.20", "cost unknown"; of a plan "$1.20 in plan": what the same calls cost by token. Not told how it is paid, it is the list price. */
export function costWords({ micros, unpriced, payment }: Cost): string {
  if (micros === null) return "cost unknown";
  return `${unpriced > 0 ? "at least " : ""}${formatMoney(micros)}${payment === "plan" ? " in plan" : ""}`;
}

export function tokensOf(sessions: readonly Pick<Session, "usage">[]): Required<Omit<TokenCounts, "reasoning">> {
  const sum = (part: "input" | "output" | "cacheRead" | "cacheWrite") =>
    sessions.reduce((total, { usage }) => total + usage.tokens[part], 0);
  return { input: sum("input"), output: sum("output"), cacheRead: sum("cacheRead"), cacheWrite: sum("cacheWrite") };
}

/** "1 call", "1,204 calls". */
export const callWords = (calls: number): string => (calls === 1 ? "1 call" : `${formatCount(calls)} calls`);
