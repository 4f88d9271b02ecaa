import type { DecisionRequest } from "@beckon/contracts/decisions";
import { similarityKey } from "@beckon/contracts/similar";

export type LikeThis = { approved: number; denied: number; other: number; total: number };

const windowMs = 30 * 24 * 3_600_000;

/** What people answered to requests like this one in the last 30 days. Rules and expiry are not answers of people. */
export function historyLikeThis(request: DecisionRequest, history: readonly DecisionRequest[], now: Date): LikeThis {
  const key = similarityKey(request);
  const counts = { approved: 0, denied: 0, other: 0, total: 0 };
  for (const past of history) {
    const decision = past.decision;
    if (past.id === request.id || decision === undefined || decision.decidedBy.kind !== "person") continue;
    if (now.getTime() - Date.parse(decision.decidedAt) > windowMs || similarityKey(past) !== key) continue;
    const tone = past.options.find((option) => option.id === decision.option)?.tone;
    counts[tone === "approve" ? "approved" : tone === "deny" ? "denied" : "other"] += 1;
    counts.total += 1;
  }
  return counts;
}
