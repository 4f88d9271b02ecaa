import { html, nothing, type ReactiveControllerHost } from "lit";
import { Errands } from "../controls/errands.ts";
import type { BudgetConfirmed, BudgetWish } from "./budget-sheet.ts";
import type { BudgetWanted } from "./budgets-events.ts";
import type { BudgetsStore, Scopes } from "./budgets.store.ts";

type Page = ReactiveControllerHost & HTMLElement;
const nothingKnown: Scopes = { agents: [], teams: [], tasks: [], projects: [] };

/** Does what the budgets below a page ask for. */
export class Budgeting {
  readonly #errands: Errands<BudgetWanted>;
  readonly #store: () => BudgetsStore;
  readonly #host: Page;
  #scopes: Scopes = nothingKnown;

  constructor(host: Page, store: () => BudgetsStore) {
    this.#errands = new Errands(host);
    this.#host = host;
    this.#store = store;
    host.addEventListener("budget-wanted", ({ wanted }) => void this.#wanted(wanted));
  }

  /** What something is being sent for: ids of budgets, or the new one. */
  get busy(): ReadonlySet<string> {
    return this.#errands.busy;
  }

  /** The question that is open, if one is; to stand in the page. */
  render() {
    const { asking } = this.#errands;
    if (!asking) return nothing;
    const budget = asking.kind === "edit" ? asking.budget : undefined;
    const now = budget && (this.#store().state.budgets.find(({ id }) => id === budget.id) ?? budget);
    return html`<budget-sheet
      .budget=${now}
      .scopes=${this.#scopes}
      ?busy=${this.#errands.busy.has(budget?.id ?? "new")}
      ?done=${this.#errands.answered}
      problem=${this.#errands.problem}
      @budget-confirmed=${({ wish }: BudgetConfirmed) => this.#errands.confirmed(budget?.id ?? "new", () => this.#do(budget?.id, wish))}
      @dialog-closed=${() => this.#errands.ask(undefined)}
    ></budget-sheet>`;
  }

  #do(id: string | undefined, wish: BudgetWish): Promise<void> {
    const store = this.#store();
    if ("set" in wish) return store.add(wish.set);
    if (id === undefined) return Promise.resolve();
    if ("change" in wish) return store.change(id, wish.change);
    return "pause" in wish ? store.change(id, { paused: wish.pause }) : store.remove(id);
  }

  async #wanted(wanted: BudgetWanted): Promise<void> {
    // The code of the question comes when it is first asked.
    const [scopes] = await Promise.all([
      this.#store()
        .scopes()
        .catch(() => nothingKnown),
      import("./budget-sheet.ts"),
    ]);
    this.#scopes = scopes;
    this.#errands.ask(wanted);
    this.#host.requestUpdate();
  }
}
