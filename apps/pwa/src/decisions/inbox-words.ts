import type { DecisionRequest } from "@beckon/contracts/decisions";
import { firstScreenRows } from "../platform/first-screen.ts";
import type { DecisionsState } from "./decisions.store.ts";

const soonMs = 10 * 60_000;

/** Says by what the inbox is ordered, as it is ordered right now. */
export function orderWords(pending: readonly DecisionRequest[], now: number): string {
  if (pending.length < 2) return "";
  const soon = pending.filter(({ expiresAt }) => expiresAt !== undefined && Date.parse(expiresAt) - now <= soonMs).length;
  if (soon === 0) return "longest wait first";
  return soon === pending.length ? "running out first" : "running out first, then longest wait";
}

/** What still needs an answer: not what was answered here and is on its way. */
export function waitingFor({ outbox, pending }: DecisionsState): DecisionRequest[] {
  return pending.filter(({ id }) => (outbox.get(id)?.progress ?? "refused") === "refused");
}

/** How many need an answer; not known while only the first screen of a longer inbox is here. */
export function waitingCount(state: DecisionsState): number | undefined {
  const cut = !state.ready && state.pending.length >= firstScreenRows;
  return cut ? undefined : waitingFor(state).length;
}
