import type { Budget, BudgetTarget } from "@beckon/contracts/budgets";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { cardFrameStyles } from "../controls/card-frame.styles.ts";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { formatMoney } from "../fleet/money.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { budgetCardStyles } from "./budget-card.styles.ts";
import {
  columnNames,
  eventWords,
  forecastWords,
  kindWords,
  missingWords,
  resetWords,
  scopeName,
  spentWords,
  standingLook,
  targetWords,
} from "./budget-words.ts";
import { BudgetWantedEvent } from "./budgets-events.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";
import "./budget-bar.ts";

const longest = 120;
const fewTargets = 8;
const notStopped = new Set(["failed", "expired", "cancelled"]);

/**
 * One budget: what is spent of how much, how its period will end, when it begins anew, and what happened to it.
 * @fires budget-wanted A button was tapped.
 */
@customElement("budget-card")
export class BudgetCard extends LitElement {
  static override styles = [baseStyles, toneStyles, cardFrameStyles, budgetCardStyles];

  @property({ attribute: false }) budget!: Budget;
  @property({ type: Number }) now = 0;
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be changed now. */
  @property() why = "";
  @property({ type: Boolean }) busy = false;

  override render() {
    const { budget } = this;
    const look = standingLook(budget);
    return html`<article aria-labelledby="name">
      <header>
        <ui-icon class=${look.tone} name=${look.icon}></ui-icon>
        <div>
          <h2 id="name">${shownText(short(scopeName(budget.scope), longest))}</h2>
          <p>${kindWords(budget)} · ${columnNames[budget.column]}</p>
        </div>
        ${
          this.mayAct
            ? html`<ui-button
                variant="quiet"
                square
                icon="edit"
                label=${`Change the budget of ${shownWords(short(scopeName(budget.scope), longest))}`}
                ?disabled=${this.why !== ""}
                ?busy=${this.busy}
                @click=${() => this.dispatchEvent(new BudgetWantedEvent({ kind: "edit", budget }))}
              ></ui-button>`
            : nothing
        }
      </header>
      <div class="sum">
        <p class="big">${spentWords(budget)} <small class=${look.tone === "faint" ? "" : look.tone}>${look.word}</small></p>
        <budget-bar .current=${budget.current} tone=${look.tone}></budget-bar>
      </div>
      ${this.#renderFacts()}
      ${
        budget.current.requestId
          ? html`<div class="ask">
              <ui-button wide variant="primary" href=${`/decisions/${budget.current.requestId}`}>Answer: what now?</ui-button>
            </div>`
          : nothing
      }
      ${this.#renderTargets()} ${this.#renderHistory()}
    </article>`;
  }

  #renderFacts() {
    const { budget } = this;
    const { extendedMicros } = budget.current;
    const lines = [
      forecastWords(budget),
      extendedMicros > 0 ? `The limit holds ${formatMoney(extendedMicros)} more than the budget, until it resets.` : "",
      missingWords(budget),
      resetWords(budget, this.now),
    ].filter(Boolean);
    return html`<div class="facts">${lines.map((line) => html`<p>${line}</p>`)}</div>`;
  }

  #renderTargets() {
    const { targets } = this.budget.current;
    if (targets.length === 0) return nothing;
    const urgent = targets.toSorted((a, b) => Number(notStopped.has(b.state)) - Number(notStopped.has(a.state)));
    const more = targets.length - fewTargets;
    return html`<ul class="targets" aria-label="Whom the stop reaches">
      ${urgent.slice(0, fewTargets).map((target) => this.#renderTarget(target))}
      ${more > 0 ? html`<li><span></span>and ${more} more</li>` : nothing}
    </ul>`;
  }

  #renderTarget(target: BudgetTarget) {
    const bad = notStopped.has(target.state);
    const done = target.state === "done";
    const name = shownText(short(target.name, longest));
    return html`<li>
      <ui-icon class=${bad ? "bad" : done ? "good" : "beacon"} name=${bad ? "octagon" : done ? "check" : "clock"}></ui-icon>
      <div>
        ${target.agentId ? html`<a href=${`/agents/${target.agentId}`}>${name}</a>` : name} ${targetWords(target)}
        ${target.words ? html`<small>${shownText(short(target.words, 300))}</small>` : nothing}
      </div>
    </li>`;
  }

  #renderHistory() {
    const { events, past } = this.budget;
    return html`<details class="history">
      <summary>History</summary>
      <ol>
        ${events.map((event) => html`<li>${shownText(eventWords(event))}<time datetime=${event.at}>${formatMoment(event.at, new Date(this.now))}</time></li>`)}
        ${past.map(
          ({ from, to, spentMicros, limitMicros }) =>
            html`<li>
              ${this.#dates(from, to)}
              <span>${spentMicros === null ? "nothing priced" : formatMoney(spentMicros)} of ${formatMoney(limitMicros)}</span>
            </li>`,
        )}
      </ol>
    </details>`;
  }

  #dates(from: string, to: string): string {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone: this.budget.timeZone, day: "numeric", month: "short", year: "numeric" });
    const [first, last] = [format.format(Date.parse(from)), format.format(Date.parse(to) - 1)];
    return first === last ? first : `${first} to ${last}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "budget-card": BudgetCard;
  }
}
