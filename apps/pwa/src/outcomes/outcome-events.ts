import type { Outcome, OutcomeInput, OutcomePatch } from "@beckon/contracts/outcomes";

/** Something is to be done with an outcome: a sheet is wanted, or it is put back. */
export class OutcomeWantedEvent extends Event {
  readonly what: "correct" | "withdraw" | "restore";
  readonly outcome: Outcome;
  constructor(what: "correct" | "withdraw" | "restore", outcome: Outcome) {
    super("outcome-wanted", { bubbles: true, composed: true });
    this.what = what;
    this.outcome = outcome;
  }
}

/** What a sheet was filled in with. */
export class OutcomeSaidEvent extends Event {
  readonly said: { patch: Omit<OutcomePatch, "version"> } | { withdraw: string } | { accept: OutcomeInput };
  constructor(said: OutcomeSaidEvent["said"]) {
    super("outcome-said", { bubbles: true, composed: true });
    this.said = said;
  }
}

declare global {
  interface HTMLElementEventMap {
    "outcome-wanted": OutcomeWantedEvent;
    "outcome-said": OutcomeSaidEvent;
  }
}
