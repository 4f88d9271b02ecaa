import type { DecisionRequest, DecisionRequestInput } from "@beckon/contracts/decisions";
import type { Connection } from "./connection.ts";
import { persist, WRITE_TIMEOUT_MS } from "./persist.ts";
import { uuidV7 } from "./uuid-v7.ts";

export type RequestDecisionOptions = {
  /** The same key is the same request, however often it arrives. Default: a new UUIDv7. */
  idempotencyKey?: string;
  /** How long to go on trying to reach the server, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  /** How long each try may take at a server that is there but slow, in milliseconds, where that is longer than what is left of `timeoutMs`. */
  answerMs?: number;
  signal?: AbortSignal;
};

/**
 * Asks for a decision and answers with the stored request, as a rule still pending. A lost answer is
 * asked for again under the same key, so that one question never becomes two.
 *
 * @throws UnreachableError, UnauthorizedError, RefusedError (with pointers to the wrong fields), UnexpectedAnswerError.
 */
export function requestDecision(
  connection: Connection,
  input: DecisionRequestInput,
  options: RequestDecisionOptions = {},
): Promise<DecisionRequest> {
  return persist(connection, {
    method: "POST",
    path: "/api/decision-requests",
    body: input,
    idempotencyKey: options.idempotencyKey ?? uuidV7(),
    schema: decisionRequestSchema,
    timeoutMs: options.timeoutMs ?? WRITE_TIMEOUT_MS,
    answerMs: options.answerMs,
    signal: options.signal,
  });
}

export const decisionRequestSchema = async () => (await import("@beckon/contracts/decisions")).decisionRequest;
