import type { DecisionRequest, OutcomeInput } from "@beckon/contracts/decisions";
import { alreadyDecided, expired, notDecided, outcomeStands, requestNotFound } from "./decisions.errors.ts";
import { cancelRequest, findRequest, writeOutcome, type Stored } from "./decisions.repository.ts";
import { decisionTopic, type DecisionsDeps, type Owner } from "./decisions.types.ts";
import type { Db } from "../platform/db/database.ts";

/** The owner's own request; another agent's is as good as none. */
export const findOwn = async (db: Db, owner: Owner | undefined, id: string): Promise<Stored> => {
  const stored = await findRequest(db, id);
  if (!stored || (owner && stored.ownerId !== owner.id)) throw requestNotFound();
  return stored;
};

/** The agent takes its question back, or it was answered in the terminal. Again is no error; after an answer it is 409. */
export const cancel =
  (deps: DecisionsDeps) =>
  async (owner: Owner | undefined, id: string, reason: string): Promise<DecisionRequest> => {
    const { request } = await findOwn(deps.database.db, owner, id);
    if (request.status === "cancelled") return request;
    const row = await deps.database.transaction(async (work) => {
      const cancelledRow = await cancelRequest(work.db, { id, reason, now: deps.clock() });
      if (!cancelledRow) return undefined;
      await deps.ledger(work, cancelledRow);
      await deps.feed.append(work, { kind: "decisionRequest", entityId: id });
      await deps.audit.append(work, {
        actor: { kind: "agent", name: cancelledRow.request.agent.name },
        action: "decision.cancelled",
        subject: id,
        detail: { reason },
      });
      await deps.events.emit(work, "decision.resolved", { requestId: id });
      work.wake({ topic: decisionTopic, key: id });
      return cancelledRow;
    });
    if (row) return row.request;
    const standing = (await findOwn(deps.database.db, owner, id)).request;
    if (standing.status === "cancelled") return standing;
    const extra = { decisionRequest: standing };
    throw standing.status === "expired" ? expired({ extra }) : alreadyDecided({ extra });
  };

/** What came of the answer. The same report again is no error; another one is 409. */
export const reportOutcome =
  (deps: DecisionsDeps) =>
  async (owner: Owner | undefined, id: string, input: OutcomeInput): Promise<DecisionRequest> => {
    await findOwn(deps.database.db, owner, id);
    const row = await deps.database.transaction(async (work) => {
      const written = await writeOutcome(work.db, id, { ...input, at: deps.clock().toISOString() });
      if (written) await deps.feed.append(work, { kind: "decisionRequest", entityId: id });
      return written;
    });
    if (row) return row.request;
    const { request } = await findOwn(deps.database.db, owner, id);
    if (!request.decision) throw notDecided({ extra: { decisionRequest: request } });
    if (request.outcome?.status === input.status && request.outcome.message === input.message) return request;
    throw outcomeStands({ extra: { decisionRequest: request } });
  };
