import type { WebhookMessage } from "@beckon/contracts/channels";

/** What a channel says, whatever its kind; already private where the channel is. */
export type ChannelMessage = WebhookMessage;

/** What became of one try; the words say whose answer it was, and no secret. */
export type ChannelOutcome =
  | { kind: "accepted"; answer: string }
  /** Asked to wait. */
  | { kind: "later"; afterMs: number; reason: string }
  /** Worth another try. */
  | { kind: "retry"; reason: string }
  /** Another try gets the same answer. */
  | { kind: "refused"; reason: string };
