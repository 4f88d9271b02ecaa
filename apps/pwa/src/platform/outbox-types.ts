import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";

/** waiting: in the outbox, not sent · sending: on its way · refused: the server said no, and why. */
export type AnswerProgress = "waiting" | "sending" | "refused";

export type OutboxProblem = {
  code: string;
  title: string;
  detail?: string;
  /** The request as it stands instead: answered by somebody else, expired or withdrawn. */
  standing?: DecisionRequest;
};

/** One answer on its way. The only thing on this device that exists nowhere else. */
export type OutboxEntry = {
  /** UUIDv7, sent as idempotency key. */
  key: string;
  requestId: string;
  input: DecisionInput;
  createdAt: string;
  attempts: number;
  progress: AnswerProgress;
  problem?: OutboxProblem;
  /** Epoch milliseconds before which an idle retry would only be a burden. */
  notBefore?: number;
  /** How long the card had been open when it was answered; absent where none was. */
  openMs?: number;
  /** Answers given from a notification carry its single-use proof; the cookie may be gone there. */
  capability?: string;
};
