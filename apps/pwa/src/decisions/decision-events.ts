import type { DecisionInput } from "@beckon/contracts/decisions";

/** A person gave an answer on a card; `stepUp` asks for the passkey before it is sent. */
export class DecisionAnsweredEvent extends Event {
  readonly requestIds: string[];
  readonly input: DecisionInput;
  readonly stepUp: boolean;

  constructor({ requestIds, input, stepUp }: { requestIds: string[]; input: DecisionInput; stepUp: boolean }) {
    super("decision-answered", { bubbles: true, composed: true });
    this.requestIds = requestIds;
    this.input = input;
    this.stepUp = stepUp;
  }
}

/** A request is to come back later. */
export class DecisionSnoozedEvent extends Event {
  readonly requestIds: string[];
  readonly until: Date;

  constructor({ requestIds, until }: { requestIds: string[]; until: Date }) {
    super("decision-snoozed", { bubbles: true, composed: true });
    this.requestIds = requestIds;
    this.until = until;
  }
}

/** A person has read why an answer of theirs did not apply. */
export class RefusalDismissedEvent extends Event {
  readonly requestId: string;

  constructor(requestId: string) {
    super("refusal-dismissed", { bubbles: true, composed: true });
    this.requestId = requestId;
  }
}

declare global {
  interface HTMLElementEventMap {
    "decision-answered": DecisionAnsweredEvent;
    "decision-snoozed": DecisionSnoozedEvent;
    "refusal-dismissed": RefusalDismissedEvent;
  }
}
