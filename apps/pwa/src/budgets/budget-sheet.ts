import type { Budget, BudgetScopeKind } from "@beckon/contracts/budgets";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { timeZone } from "../platform/time-zone.ts";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { amountProblem, changeOf, draftOf, freshDraft, wishOf, type BudgetDraft } from "./budget-draft.ts";
import { kindWords, scopeName } from "./budget-words.ts";
import type { BudgetChange, NewBudget } from "./budgets.api.ts";
import type { Scopes } from "./budgets.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-select";
import "@beckon/ui/ui-switch";

export type BudgetWish = { set: NewBudget } | { change: BudgetChange } | { pause: boolean } | { remove: true };

/** This is to be done. */
export class BudgetConfirmed extends Event {
  readonly wish: BudgetWish;
  constructor(wish: BudgetWish) {
    super("budget-confirmed", { bubbles: true, composed: true });
    this.wish = wish;
  }
}

const kinds: { value: BudgetScopeKind; label: string }[] = [
  { value: "workspace", label: "All agents" },
  { value: "agent", label: "One agent" },
  { value: "team", label: "One team" },
  { value: "project", label: "One project" },
  { value: "task", label: "One task" },
];
const periods = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
];
const columns = [
  { value: "apiEquivalent", label: "API equivalent" },
  { value: "billed", label: "Billed" },
];
const columnHints = {
  apiEquivalent: "Everything counts at list price, what a plan covers too.",
  billed: "Only what is paid by token counts; what a plan covers does not.",
};
const waits = [
  { value: "900", label: "15 minutes" },
  { value: "3600", label: "1 hour" },
  { value: "14400", label: "4 hours" },
  { value: "86400", label: "1 day" },
];

/**
 * What a budget is, or is to be from now on.
 * @fires budget-confirmed Yes, do it.
 * @fires dialog-closed It was closed.
 */
@customElement("budget-sheet")
export class BudgetSheet extends LitElement {
  static override styles = [
    baseStyles,
    sheetStyles,
    css`
      .choice {
        display: grid;
        gap: var(--space-2);
      }
      .choice p {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  /** The one that is changed; none: a new one. */
  @property({ attribute: false }) budget: Budget | undefined;
  @property({ attribute: false }) scopes: Scopes = { agents: [], teams: [], tasks: [], projects: [] };
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private draft: BudgetDraft = freshDraft();
  @state() private removing = false;
  readonly #zone = timeZone();

  protected override willUpdate(): void {
    if (!this.hasUpdated && this.budget) this.draft = draftOf(this.budget);
  }

  override render() {
    const { budget } = this;
    const heading = budget ? `Budget of ${shownWords(short(scopeName(budget.scope), 80))}` : "Set a budget";
    return html`<ui-dialog heading=${heading} ?open=${!this.done}>
      <div class="stack">
        ${budget ? html`<p>${kindWords(budget)}. Another amount holds at once, for the time that runs too.</p>` : this.#renderWhat()}
        <ui-field
          label="May be spent, in dollars"
          maxlength="12"
          error=${this.draft.amount === "" ? "" : amountProblem(this.draft.amount, true)}
          .value=${this.draft.amount}
          @field-changed=${({ value }: FieldChangedEvent) => this.#put({ amount: value })}
        ></ui-field>
        ${budget ? nothing : this.#renderColumn()}
        <ui-field
          label="The question at 100 % offers so much more"
          hint="Left empty: as much as the budget."
          maxlength="12"
          error=${amountProblem(this.draft.extend, false)}
          .value=${this.draft.extend}
          @field-changed=${({ value }: FieldChangedEvent) => this.#put({ extend: value })}
        ></ui-field>
        <ui-select
          label="The question waits"
          .choices=${waits.some(({ value }) => value === String(this.draft.askSeconds)) ? waits : [...waits, { value: String(this.draft.askSeconds), label: `${Math.round(this.draft.askSeconds / 60)} minutes` }]}
          value=${String(this.draft.askSeconds)}
          @choice-made=${({ value }: ChoiceMadeEvent) => this.#put({ askSeconds: Number(value) })}
        ></ui-select>
        <ui-switch
          ?on=${this.draft.onExpiry === "stop"}
          label="Without an answer, stop the work"
          hint=${this.draft.onExpiry === "stop" ? "Gracefully: processes are asked to end, others end or stand still at their next step." : "Without an answer it goes on, over the budget."}
          @switch-turned=${({ on }: SwitchTurnedEvent) => this.#put({ onExpiry: on ? "stop" : "continue" })}
        ></ui-switch>
        ${budget ? this.#renderRest(budget) : nothing} ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Not now</ui-button>
        <ui-button
          wide
          variant="primary"
          ?busy=${this.busy && !this.removing}
          ?disabled=${this.#wish() === undefined}
          @click=${this.#confirm}
          >${budget ? "Change" : "Set"}</ui-button
        >
      </div>
    </ui-dialog>`;
  }

  #renderWhat() {
    const { draft } = this;
    const offers = this.#offers();
    const isLife = draft.kind === "team" || draft.kind === "task";
    return html`<ui-select
        label="Of what"
        .choices=${kinds}
        value=${draft.kind}
        @choice-made=${({ value }: ChoiceMadeEvent) => this.#choose(value as BudgetScopeKind)}
      ></ui-select>
      ${
        draft.kind === "workspace"
          ? nothing
          : offers.length === 0
            ? html`<p class="away">There is no ${draft.kind} that could have one.</p>`
            : html`<ui-select
                label="Which"
                .choices=${offers}
                value=${draft.id}
                @choice-made=${({ value }: ChoiceMadeEvent) => this.#put({ id: value })}
              ></ui-select>`
      }
      <div class="choice">
        <ui-segmented
          label="For each"
          .segments=${isLife ? [{ value: "life", label: "In all" }, ...periods] : periods}
          value=${draft.period}
          @segment-chosen=${({ value }: SegmentChosenEvent) => this.#put({ period: value as Budget["period"] })}
        ></ui-segmented>
        ${draft.period === "life" ? nothing : html`<p>Begins anew at midnight, ${this.#zone}.</p>`}
      </div>`;
  }

  #renderColumn() {
    return html`<div class="choice">
      <ui-segmented
        label="What counts"
        .segments=${columns}
        value=${this.draft.column}
        @segment-chosen=${({ value }: SegmentChosenEvent) => this.#put({ column: value as Budget["column"] })}
      ></ui-segmented>
      <p>${columnHints[this.draft.column]}</p>
    </div>`;
  }

  #renderRest(budget: Budget) {
    return html`<ui-switch
        ?on=${budget.paused}
        ?disabled=${this.busy}
        label="Let it rest"
        hint="It is counted, and nothing is said or asked."
        @switch-turned=${({ on }: SwitchTurnedEvent) => this.dispatchEvent(new BudgetConfirmed({ pause: on }))}
      ></ui-switch>
      ${
        this.removing
          ? html`<div class="buttons">
              <ui-button wide @click=${() => (this.removing = false)}>Keep it</ui-button>
              <ui-button wide variant="danger" ?busy=${this.busy} @click=${() => this.dispatchEvent(new BudgetConfirmed({ remove: true }))}
                >Delete it</ui-button
              >
            </div>`
          : html`<ui-button wide variant="quiet" @click=${() => (this.removing = true)}>Delete…</ui-button>`
      }`;
  }

  #offers(): { value: string; label: string }[] {
    const { agents, teams, tasks, projects } = this.scopes;
    const named = { agent: agents, team: teams, task: tasks, project: projects.map((name) => ({ id: name, name })), workspace: [] };
    return named[this.draft.kind].map(({ id, name }) => ({ value: id, label: shownWords(short(name, 120)) }));
  }

  #choose(kind: BudgetScopeKind): void {
    this.#put({ kind, period: kind === "task" || kind === "team" ? "life" : "month" });
    this.#put({ id: this.#offers()[0]?.value ?? "" });
  }

  #put(changes: Partial<BudgetDraft>): void {
    this.draft = { ...this.draft, ...changes };
  }

  #wish(): BudgetWish | undefined {
    if (this.budget) {
      const change = changeOf(this.draft, this.budget);
      return change && { change };
    }
    const set = wishOf(this.draft, this.#zone);
    return set && { set };
  }

  #confirm(): void {
    const wish = this.#wish();
    if (wish) this.dispatchEvent(new BudgetConfirmed(wish));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "budget-sheet": BudgetSheet;
  }
  interface HTMLElementEventMap {
    "budget-confirmed": BudgetConfirmed;
  }
}
