import type { DecisionRequest } from "@beckon/contracts/decisions";

const soonMs = 10 * 60_000;

/** Says by what the inbox is ordered, as it is ordered right now. */
export function orderWords(pending: readonly DecisionRequest[], now: number): string {
  if (pending.length < 2) return "";
  const soon = pending.filter(({ expiresAt }) => expiresAt !== undefined && Date.parse(expiresAt) - now <= soonMs).length;
  if (soon === 0) return "longest wait first";
  return soon === pending.length ? "running out first" : "running out first, then longest wait";
}
