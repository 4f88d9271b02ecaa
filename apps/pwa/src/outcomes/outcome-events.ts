import type { Outcome, OutcomeBaselineInput, OutcomeInput, OutcomePatch } from "@beckon/contracts/outcomes";

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

/** What a type of task takes people, or what one task took. */
export class HoursSaidEvent extends Event {
  readonly said: { taskType: string; baseline: OutcomeBaselineInput } | { taskId: string; milliHours: number };
  constructor(said: HoursSaidEvent["said"]) {
    super("hours-said", { bubbles: true, composed: true });
    this.said = said;
  }
}

declare global {
  interface HTMLElementEventMap {
    "hours-said": HoursSaidEvent;
    "outcome-wanted": OutcomeWantedEvent;
    "outcome-said": OutcomeSaidEvent;
  }
}
