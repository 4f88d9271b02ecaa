import type { Command } from "@beckon/contracts/controls";
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

const steps: readonly Command["state"][] = ["requested", "delivered", "acknowledged"];
const step = ({ state }: Command): number => (steps.includes(state) ? steps.indexOf(state) : steps.length);

/** The later of two states of one command: it only ever moves forward, too. */
export function newerCommand(before: Command | undefined, after: Command): Command {
  return before !== undefined && step(before) > step(after) ? before : after;
}
