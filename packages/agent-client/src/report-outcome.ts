import type { DecisionRequest, OutcomeInput } from "@beckon/contracts/decisions";
import type { Connection } from "./connection.ts";
import { persist, WRITE_TIMEOUT_MS } from "./persist.ts";
import { decisionRequestSchema } from "./request-decision.ts";
import { uuidV7 } from "./uuid-v7.ts";

export type WriteOptions = {
  /** How long to go on trying to reach the server, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

/**
 * Reports what came of the answer: executed or failed, with at most 10,000 characters of message.
 *
 * @throws UnreachableError, UnauthorizedError, RefusedError (404 unknown, 409 not decided).
 */
export function reportOutcome(
  connection: Connection,
  report: OutcomeInput & { id: string },
  options: WriteOptions = {},
): Promise<DecisionRequest> {
  const { id, ...body } = report;
  return write({ connection, path: `/api/decision-requests/${encodeURIComponent(id)}/outcome`, body, options });
}

/**
 * Withdraws a request that still waits, for example because it was answered in the terminal.
 *
 * @throws UnreachableError, UnauthorizedError, RefusedError (404, 409 already answered), ExpiredError.
 */
export function cancelDecision(
  connection: Connection,
  cancel: { id: string; reason: string },
  options: WriteOptions = {},
): Promise<DecisionRequest> {
  const path = `/api/decision-requests/${encodeURIComponent(cancel.id)}/cancel`;
  return write({ connection, path, body: { reason: cancel.reason }, options });
}

function write(post: { connection: Connection; path: string; body: unknown; options: WriteOptions }) {
  return persist(post.connection, {
    method: "POST",
    path: post.path,
    body: post.body,
    idempotencyKey: uuidV7(),
    schema: decisionRequestSchema,
    timeoutMs: post.options.timeoutMs ?? WRITE_TIMEOUT_MS,
    signal: post.options.signal,
  });
}
