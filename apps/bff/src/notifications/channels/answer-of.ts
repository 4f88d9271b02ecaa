import { OutboundError, type OutboundAnswer } from "../../platform/outbound/outbound.ts";
import { parseRetryAfter } from "../send-push.ts";
import type { ChannelOutcome } from "./channel.types.ts";

/**
 * An HTTP answer: 2xx is taken; 408, 425, 429 and 5xx pass, after `Retry-After` where that is said; all else,
 * redirects too, gets the same answer again.
 */
export const answerOf = (whose: string, { status, retryAfter }: OutboundAnswer, now: Date): ChannelOutcome => {
  const words = `${whose} answered ${status}`;
  if (status >= 200 && status < 300) return { kind: "accepted", answer: words };
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    return { kind: "later", afterMs: parseRetryAfter(retryAfter, now), reason: words };
  if (status >= 500 || status === 408 || status === 425) return { kind: "retry", reason: words };
  return { kind: "refused", reason: words };
};

/** No answer at all. Throws what is no matter of the network. */
export const failureOf = (whose: string, error: unknown): ChannelOutcome => {
  if (!(error instanceof OutboundError)) throw error;
  const reason = `${whose}: ${error.message}`;
  return error.kind === "refused" ? { kind: "refused", reason } : { kind: "retry", reason };
};
