import { consume } from "@lit/context";
import type { Budget } from "@beckon/contracts/budgets";
import { baseStyles } from "@beckon/ui/base.styles";
import { TickController } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { StoreController } from "../platform/store-controller.ts";
import { forecastWords, kindWords, resetWords, scopeName, spentWords, standingLook } from "./budget-words.ts";
import { budgetsContext } from "./budgets.context.ts";
import type { BudgetsStore } from "./budgets.store.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "./budget-bar.ts";
import "./spend-alarms.ts";
import "./spending-silence.ts";

const few = 3;

/** The budgets that matter most now, on the page of Value; all of them behind a link. That nothing comes in stands beside the cost there. */
@customElement("budgets-card")
export class BudgetsCard extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        font: 400 var(--text-s) / 1.45 var(--font);
        color: var(--ink);
      }
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3);
        min-block-size: var(--touch);
        margin-block: -8px 0;
      }
      h2 {
        font: 650 0.9375rem / 1.4 var(--font);
      }
      .top a {
        display: grid;
        place-items: center end;
        min-block-size: var(--touch);
        min-inline-size: var(--touch);
        color: var(--ink-soft);
        text-underline-offset: 3px;
      }
      spend-alarms {
        margin-block-end: var(--space-3);
      }
      ul {
        display: grid;
        gap: var(--space-3);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--space-3);
        font-variant-numeric: tabular-nums;
      }
      b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      p,
      small {
        color: var(--ink-soft);
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      small.bad {
        color: var(--bad);
      }
      small.beacon {
        color: var(--beacon);
      }
    `,
  ];

  @consume({ context: budgetsContext }) private budgets!: BudgetsStore;
  readonly #tick = new TickController(this);

  constructor() {
    super();
    new StoreController(this, () => this.budgets);
  }

  protected override firstUpdated(): void {
    void this.budgets.load();
  }

  override render() {
    const { ready, budgets, alarms } = this.budgets.state;
    const more = budgets.length - few;
    return html`<ui-card>
      <div class="top">
        <h2>Budgets</h2>
        <a href="/value/budgets">${budgets.length === 0 ? "Set one" : more > 0 ? `All ${budgets.length}` : "Open"}</a>
      </div>
      <spend-alarms .alarms=${alarms.filter(({ kind }) => kind !== "no_data")} now=${this.#tick.now}></spend-alarms>
      ${
        !ready
          ? html`<p role="status">Loading</p>`
          : budgets.length === 0
            ? html`<p>None is set: nothing limits what is spent.</p>`
            : html`<ul>
                ${budgets.slice(0, few).map((budget) => this.#renderOne(budget))}
              </ul>`
      }
    </ui-card>`;
  }

  #renderOne(budget: Budget) {
    const look = standingLook(budget);
    return html`<li>
      <div class="line">
        <b>${shownText(short(scopeName(budget.scope), 120))}</b>
        <span>${spentWords(budget)}</span>
      </div>
      <budget-bar .current=${budget.current} tone=${look.tone}></budget-bar>
      <div class="line">
        <small>${kindWords(budget)}</small>
        ${budget.current.standing === "within" && !budget.paused ? nothing : html`<small class=${look.tone}>${look.word}</small>`}
      </div>
      <p>${forecastWords(budget) || resetWords(budget, this.#tick.now)}</p>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "budgets-card": BudgetsCard;
  }
}
