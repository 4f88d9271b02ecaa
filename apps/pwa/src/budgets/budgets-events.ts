import type { Budget } from "@beckon/contracts/budgets";

export type BudgetWanted = { kind: "new" } | { kind: "edit"; budget: Budget };

/** A person tapped a control of budgets. Nothing has been asked of the server yet. */
export class BudgetWantedEvent extends Event {
  readonly wanted: BudgetWanted;
  constructor(wanted: BudgetWanted) {
    super("budget-wanted", { bubbles: true, composed: true });
    this.wanted = wanted;
  }
}

declare global {
  interface HTMLElementEventMap {
    "budget-wanted": BudgetWantedEvent;
  }
}
