import { backoffMs, sleep } from "./backoff.ts";
import { call } from "./call.ts";
import type { Call } from "./call.ts";
import type { Connection } from "./connection.ts";
import { UnreachableError } from "./errors.ts";

/** How long one write may go on trying when the caller does not say. */
export const WRITE_TIMEOUT_MS = 10_000;

/**
 * One call, tried again with full-jitter backoff while the server cannot be reached, for `timeoutMs` in
 * all; a try that began by then has `answerMs` for its answer. Only for calls that may arrive twice: those with an idempotency key.
 *
 * @throws UnreachableError when the time is over; anything else that `call` throws, at once.
 */
export async function persist<T>(connection: Connection, request: Call<T> & { answerMs?: number }): Promise<T> {
  const { answerMs = 1, ...each } = request;
  const deadline = Date.now() + request.timeoutMs;
  for (let failures = 0; ; failures++) {
    try {
      return await call(connection, { ...each, timeoutMs: Math.max(answerMs, deadline - Date.now()) });
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      const pause = Math.max(backoffMs(failures), error.retryAfterMs ?? 0);
      if (Date.now() + pause >= deadline) throw error;
      await sleep(pause, request.signal);
    }
  }
}
