import type { DecisionRequest } from "@beckon/contracts/decisions";

/** Base of every error this library throws on purpose. `code` is dotted and stable. */
export class BeckonError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The server gave no usable answer: no connection, cut, too slow, overloaded, or something else answered. */
export class UnreachableError extends BeckonError {
  /** HTTP status, where one was received. */
  readonly status: number | undefined;
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: { status?: number; retryAfterMs?: number; cause?: unknown } = {}) {
    super("client.unreachable", message, { cause: details.cause });
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What a problem+json answer said; `pointers` name the wrong fields as JSON pointers. */
export type Refusal = {
  status: number;
  code: string;
  message: string;
  requestId?: string;
  pointers?: readonly { pointer: string; detail: string }[];
};

/** The server understood and said no (4xx). Trying again will not help. */
export class RefusedError extends BeckonError {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly pointers: readonly { pointer: string; detail: string }[];

  constructor(refusal: Refusal) {
    super(refusal.code, refusal.message);
    this.status = refusal.status;
    this.requestId = refusal.requestId;
    this.pointers = refusal.pointers ?? [];
  }
}

/** 401: the token is missing, unknown or revoked. */
export class UnauthorizedError extends RefusedError {}

/** 410: the request expired or was cancelled before; `decisionRequest` is how it stands, where the server told. */
export class ExpiredError extends RefusedError {
  readonly decisionRequest: DecisionRequest | undefined;

  constructor(refusal: Refusal, decisionRequest?: DecisionRequest) {
    super(refusal);
    this.decisionRequest = decisionRequest;
  }
}

/** `waitForDecision` ran out of its `timeoutMs` and nobody has answered yet; the request stays open. */
export class StillPendingError extends BeckonError {
  readonly decisionRequest: DecisionRequest;

  constructor(decisionRequest: DecisionRequest) {
    super("client.still_pending", "nobody has answered yet");
    this.decisionRequest = decisionRequest;
  }
}

/** A success answer that is not of the contract: another version, or not a Beckon server. */
export class UnexpectedAnswerError extends BeckonError {
  constructor(message: string, cause?: unknown) {
    super("client.unexpected_answer", message, { cause });
  }
}

/** The client was set up wrongly: a URL that is none, a token that cannot be one. */
export class InvalidOptionError extends BeckonError {
  constructor(message: string) {
    super("client.invalid_option", message);
  }
}
