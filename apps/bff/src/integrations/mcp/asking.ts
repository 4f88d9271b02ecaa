import type { DecisionRequest, DecisionRequestInput } from "@beckon/contracts/decisions";
import { sha256 } from "../../platform/ids.ts";
import { gaveUp } from "./abandoned.ts";
import type { McpDeps, McpOwner } from "./mcp.types.ts";
import { findQuestion, putQuestion, type Question } from "./questions.repository.ts";

/** How long an answer that nobody has fetched waits for the same question to come again. */
const fetchableMs = 600_000;

/**
 * Registers a question, durably, before anybody waits for it. The same question again, by a client
 * whose call was cut or a server that restarted, meets the request of before while that is pending
 * or its answer was never handed over; else it is a new question: a yes is good for one time.
 */
export const ask =
  (deps: Pick<McpDeps, "decisions" | "database" | "clock">) =>
  async (owner: McpOwner, input: DecisionRequestInput): Promise<DecisionRequest> => {
    const { db } = deps.database;
    const question = sha256(JSON.stringify([owner.id, input]));
    const last = await findQuestion(db, question);
    const before = last && (await deps.decisions.read(owner, last.requestId, { waitMs: 0 }));
    if (last && before && isSame(last, before, deps.clock())) return before;
    // Made of the one before: two retries at the same moment name the same new request.
    const { request } = await deps.decisions.request(owner, input, sha256(`${question} after ${last?.requestId ?? "nothing"}`));
    await putQuestion(db, question, request.id);
    return request;
  };

const isSame = (last: Question, { status, resolvedAt, cancelReason }: DecisionRequest, now: Date): boolean => {
  if (status === "pending") return true;
  // Taken back because nobody waited for it: who asks now does wait.
  if (cancelReason === gaveUp) return false;
  return !last.handedOver && resolvedAt !== undefined && now.getTime() - Date.parse(resolvedAt) <= fetchableMs;
};
