import type { Outcome } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { foldedRowStyles } from "../teamwork/folded-row.styles.ts";
import { recordStyles } from "../teamwork/record-row.styles.ts";
import { exactMoney, hours, percent, span } from "../value/value-words.ts";
import { OutcomeWantedEvent } from "./outcome-events.ts";
import { outcomeRowStyles } from "./outcome-row.styles.ts";
import {
  basisWords,
  costParts,
  costWords,
  counterfactualWords,
  evidenceWords,
  gradeWords,
  hoursWords,
  shareWords,
  stateLooks,
  stateOf,
  stateWords,
} from "./outcome-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";
import "./outcome-chain.ts";

/**
 * One accepted result: what, hours, cost, whether it stands; opened, where each of these is from.
 * @fires outcome-wanted It is to be corrected, withdrawn or put back.
 */
@customElement("outcome-row")
export class OutcomeRow extends LitElement {
  static override styles = [baseStyles, toneStyles, demoMarkStyles, foldedRowStyles, recordStyles, outcomeRowStyles];

  @property({ attribute: false }) outcome!: Outcome;
  @property({ type: Boolean }) mayAct = false;
  @property() whyNot = "";
  @property({ type: Boolean }) busy = false;

  override render() {
    const { outcome } = this;
    const look = stateLooks[stateOf(outcome)];
    return html`<details>
      <summary>
        <span class="sign ${look.tone}"><ui-icon name=${look.icon} label=${look.word}></ui-icon></span>
        <span class="who">${demoMark(outcome)}${shownText(short(outcome.title || "Untitled", 140))}</span>
        <time datetime=${outcome.acceptedAt}>${formatMoment(outcome.acceptedAt)}</time>
        <span class="detail">
          <b class=${look.tone}>${stateWords(outcome)}</b>${outcome.durability.incident ? html` · <b class="bad">incident</b>` : nothing} ·
          ${hoursWords(outcome)}${outcome.grade ? html` <abbr class="grade" title=${`Grade ${outcome.grade}: ${gradeWords[outcome.grade]}`}>${outcome.grade}</abbr>` : nothing}
          · ${costWords(outcome.cost)} ·
          ${outcome.taskType}${outcome.agent ? html` · ${shownText(short(outcome.agent.name, 40))}` : nothing}${
            outcome.holdOut ? " · hold-out" : nothing
          }
        </span>
      </summary>
      <div class="more">${this.#renderMore()}</div>
    </details>`;
  }

  #renderMore() {
    const { outcome } = this;
    return html`<outcome-chain .outcome=${outcome}></outcome-chain> ${this.#renderHours()} ${this.#renderCost()} ${this.#renderDurability()}
      ${this.#renderWithdrawn()} ${this.mayAct ? this.#renderActions() : nothing}`;
  }

  #renderHours() {
    const { hours: triple, grade, basis } = this.outcome;
    return html`<section>
      <h3>Hours a person would have needed</h3>
      ${
        triple
          ? html`<p class="figure">${span(triple, hours)}<span class="soft">, likely ${hours(triple.p50)}</span></p>
              <p class="soft">
                ${grade ? html`<b>Grade ${grade}</b>, ${gradeWords[grade]}. ` : nothing}${basis ? shownWords(short(basisWords(basis), 200)) : nothing}.
              </p>`
          : html`<p class="soft">
              Nobody has said or measured any, so it has no value that could be told. Correct it, or set a baseline for its type.
            </p>`
      }
      <dl>
        ${fact("Agents’ part", shareWords(this.outcome))} ${fact("Otherwise", counterfactualWords[this.outcome.counterfactual])}
        ${this.outcome.reviewMinutes === undefined ? nothing : fact("Open", `${minutes(this.outcome.reviewMinutes)} from opening to merge, by the clock`)}
        ${this.outcome.declaredReviewMinutes === undefined ? nothing : fact("Reviewing", `${this.outcome.declaredReviewMinutes} min, as entered`)}
      </dl>
    </section>`;
  }

  #renderCost() {
    const { cost, sessions, reworkMicros } = this.outcome;
    const parts = costParts(cost);
    const shared = sessions.filter(({ share }) => share > 1);
    return html`<section>
      <h3>Cost</h3>
      ${parts.length === 0 ? html`<p class="soft">${sessions.length === 0 ? "No run is linked to it." : "Its runs told of no usage that could be priced."}</p>` : nothing}
      <dl>
        ${parts.map(({ word, text }) => fact(word, text))} ${cost.unpriced > 0 ? fact("Not priced", `${cost.unpriced} calls`) : nothing}
        ${reworkMicros === undefined ? nothing : fact("Taking it back", `${exactMoney(reworkMicros)} at list price`)}
      </dl>
      ${
        shared.length > 0
          ? html`<p class="soft">
              ${shared.length === 1 ? "A run" : `${shared.length} runs`} worked on ${Math.max(...shared.map(({ share }) => share))}
              outcomes: each bears an equal part.
            </p>`
          : nothing
      }
    </section>`;
  }

  #renderDurability() {
    const { durability } = this.outcome;
    const { evidence, checkedAt, nextAt, d } = durability;
    return html`<section>
      <h3>Does it still stand?</h3>
      <p>
        ${stateWords(this.outcome)}${d < 1_000_000 ? html`: ${percent(d)} of its value counts` : nothing}${
          checkedAt ? html`<span class="soft">, checked <ui-age as="ago" at=${checkedAt}></ui-age></span>` : nothing
        }${nextAt ? html`<span class="soft">, looked at again ${formatMoment(nextAt)}</span>` : nothing}.
      </p>
      ${
        evidence.length > 0
          ? html`<ul>
              ${evidence.map(
                (one) =>
                  html`<li>
                    <time datetime=${one.at}>${formatMoment(one.at)}</time>
                    <span
                      >${shownText(short(evidenceWords(one), 200))}${
                        one.ref?.startsWith("https://")
                          ? html` · <a href=${one.ref} rel="noreferrer" target="_blank">open it</a>`
                          : one.ref
                            ? html` · <code>${one.ref.slice(0, 10)}</code>`
                            : nothing
                      }</span
                    >
                  </li>`,
              )}
            </ul>`
          : nothing
      }
    </section>`;
  }

  #renderWithdrawn() {
    const { withdrawn } = this.outcome;
    return withdrawn
      ? html`<section>
          <h3>Withdrawn</h3>
          <p>
            “${shownText(short(withdrawn.reason, 500))}”<span class="soft"
              >, ${shownText(short(withdrawn.by, 80))}, ${formatMoment(withdrawn.at)}. It counts no more.</span
            >
          </p>
        </section>`
      : nothing;
  }

  #renderActions() {
    const off = this.whyNot !== "" || this.busy;
    const want = (what: OutcomeWantedEvent["what"]) => () => this.dispatchEvent(new OutcomeWantedEvent(what, this.outcome));
    return html`<div class="actions">
      ${
        this.outcome.withdrawn
          ? html`<ui-button ?disabled=${off} @click=${want("restore")}>Put it back</ui-button>`
          : html`<ui-button icon="edit" ?disabled=${off} @click=${want("correct")}>Correct…</ui-button>
              <ui-button ?disabled=${off} @click=${want("withdraw")}>Withdraw…</ui-button>`
      }
    </div>`;
  }
}

const minutes = (value: number) =>
  value < 120 ? `${value} min` : value < 2_880 ? `${Math.round(value / 60)} h` : `${Math.round(value / 1_440)} days`;

const fact = (word: string, value: unknown) =>
  html`<div>
    <dt>${word}</dt>
    <dd>${value}</dd>
  </div>`;

declare global {
  interface HTMLElementTagNameMap {
    "outcome-row": OutcomeRow;
  }
}
