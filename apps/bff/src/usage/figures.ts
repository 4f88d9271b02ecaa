import type { CostPart, UsageSum } from "@beckon/contracts/usage";
import { noSums } from "./sums.ts";
import type { Figures } from "./usage.types.ts";

export const noFigures = (): Figures => ({
  ...noSums(),
  key: "",
  billedMicros: 0,
  billedPriced: 0,
  billedUnpriced: 0,
  planMicros: 0,
  planPriced: 0,
  planUnpriced: 0,
  paymentUnknown: 0,
});

/** What people are told: no figure where no record has a known cost. */
export const toSum = (row: Figures): UsageSum => ({
  n: row.records,
  calls: row.calls,
  tokens: { input: row.input, output: row.output, cacheRead: row.cacheRead, cacheWrite: row.cacheWrite, reasoning: row.reasoning },
  cost: {
    billed: toPart(row.billedMicros, row.billedPriced, row.billedUnpriced),
    plan: toPart(row.planMicros, row.planPriced, row.planUnpriced),
    apiEquivalent: toPart(row.micros, row.priced, row.unpriced),
    paymentUnknown: row.paymentUnknown,
  },
});

const toPart = (micros: number, n: number, unknown: number): CostPart => ({ micros: n > 0 ? micros : null, n, unknown });
