import type { Decision } from "@beckon/contracts/decisions";
import { expireRequest, findRequest, listDue } from "./decisions.repository.ts";
import { decisionTopic, type DecisionsDeps } from "./decisions.types.ts";

/** Lets one request fall to its declared default if it is due; says whether it did. */
export const expire =
  (deps: DecisionsDeps) =>
  async (id: string): Promise<boolean> => {
    const before = await findRequest(deps.database.db, id);
    if (!before || before.request.status !== "pending" || !before.request.expiresAt) return false;
    const { expiresAt, onExpiry } = before.request;
    const decision: Decision | undefined = onExpiry ? { option: onExpiry, decidedAt: expiresAt, decidedBy: { kind: "expiry" } } : undefined;

    return deps.database.transaction(async (work) => {
      const row = await expireRequest(work.db, { id, decision, now: deps.clock() });
      if (!row) return false;
      await deps.ledger(work, row);
      await deps.feed.append(work, { kind: "decisionRequest", entityId: id });
      await deps.audit.append(work, {
        actor: { kind: "system", name: "expiry" },
        action: "decision.expired",
        subject: id,
        detail: { option: onExpiry },
      });
      await deps.events.emit(work, "decision.resolved", { requestId: id });
      work.wake({ topic: decisionTopic, key: id });
      return true;
    });
  };

/** Everything that is due: what the jobs of before a crash, or a clock set forward, have left. */
export const expireDue = (deps: DecisionsDeps) => async (): Promise<number> => {
  const expireOne = expire(deps);
  let count = 0;
  for (const id of await listDue(deps.database.db, deps.clock(), 1_000)) if (await expireOne(id)) count += 1;
  return count;
};
