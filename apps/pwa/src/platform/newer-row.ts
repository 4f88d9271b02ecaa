import type { DecisionRequest } from "@beckon/contracts/decisions";

/** A request only ever moves forward: pending, resolved, resolved with an outcome. */
function age(row: DecisionRequest): number {
  if (row.status === "pending") return 0;
  return row.outcome === undefined ? 1 : 2;
}

/**
 * The later of two states of one request. Answers of single calls overtake the change feed, so
 * that an older state may arrive after a newer one; it must not take a decision off the screen.
 */
export function newerRow(before: DecisionRequest | undefined, after: DecisionRequest): DecisionRequest {
  return before !== undefined && age(before) > age(after) ? before : after;
}
