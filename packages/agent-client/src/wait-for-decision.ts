import type { DecisionRequest } from "@beckon/contracts/decisions";
import { backoffMs, sleep } from "./backoff.ts";
import { call } from "./call.ts";
import type { Connection } from "./connection.ts";
import { StillPendingError, UnreachableError } from "./errors.ts";
import { decisionRequestSchema } from "./request-decision.ts";

// The server would hold 240 s; many proxies cut at 60, and a dead connection is noticed only after the hold.
const HOLD_SECONDS = 50;
const GRACE_MS = 10_000;
/** Before the caller's own time is over: an answer that was held to its end is still on its way then. */
const ROOM_MS = 1_000;
/** An answer "pending" sooner than this was not held: the server is stopping, or does not know `wait`. */
const HELD_MS = 1_000;

export type WaitOptions = {
  /** How long to wait in all, in milliseconds. Default: for ever. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** After each failed try: what failed, and for how many milliseconds the server has not been heard. */
  onUnreachable?: (trouble: { error: UnreachableError; sinceMs: number }) => void;
  /** The server was heard again after `onUnreachable`. */
  onReachable?: () => void;
};

/**
 * Waits until the request is decided, expired or cancelled, through cut connections, overload and
 * restarts of the server.
 *
 * @throws StillPendingError after `timeoutMs` with no answer · UnreachableError after `timeoutMs` without
 *   the server · UnauthorizedError · RefusedError (404: no such request of this token) · the signal's reason.
 */
export async function waitForDecision(connection: Connection, id: string, options: WaitOptions = {}): Promise<DecisionRequest> {
  const deadline = options.timeoutMs === undefined ? Infinity : Date.now() + options.timeoutMs;
  const link = watchLink(options);
  let known: DecisionRequest | undefined;
  for (let idle = 0; ; idle++) {
    const started = Date.now();
    let outcome: DecisionRequest | UnreachableError;
    try {
      outcome = await poll({ connection, id, remainingMs: deadline - started, signal: options.signal });
      link.up();
      if (outcome.status !== "pending") return outcome;
      known = outcome;
      if (Date.now() - started >= HELD_MS) idle = -1;
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      // Cut off by the end of our own time: of the server that says nothing.
      if (known && !link.isDown() && Date.now() >= deadline) throw new StillPendingError(known);
      outcome = error;
      link.down(error);
    }
    const failed = outcome instanceof UnreachableError;
    if (idle >= 0) {
      const pause = Math.max(backoffMs(idle), failed ? ((outcome as UnreachableError).retryAfterMs ?? 0) : 0);
      await sleep(Math.max(0, Math.min(pause, deadline - Date.now())), options.signal);
    }
    if (Date.now() >= deadline) throw outcome instanceof UnreachableError ? outcome : new StillPendingError(outcome);
  }
}

function poll(turn: { connection: Connection; id: string; remainingMs: number; signal?: AbortSignal }) {
  const hold = Math.max(0, Math.min(HOLD_SECONDS, Math.floor((turn.remainingMs - ROOM_MS) / 1_000)));
  return call(turn.connection, {
    method: "GET",
    path: `/api/decision-requests/${encodeURIComponent(turn.id)}?wait=${hold}`,
    schema: decisionRequestSchema,
    timeoutMs: Math.max(1_000, Math.min(hold * 1_000 + GRACE_MS, turn.remainingMs)),
    signal: turn.signal,
  });
}

/** Remembers since when the server has not been heard, and tells of the changes. */
function watchLink(options: WaitOptions) {
  let heardAt = Date.now();
  let down = false;
  return {
    isDown: () => down,
    up() {
      heardAt = Date.now();
      if (down) options.onReachable?.();
      down = false;
    },
    down(error: UnreachableError) {
      down = true;
      options.onUnreachable?.({ error, sinceMs: Date.now() - heardAt });
    },
  };
}
