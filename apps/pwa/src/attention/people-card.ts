import type { AttentionSummary } from "@beckon/contracts/attention";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { gapWords, hoursWords, kindWords, lengthWords, moneyWords, timesWords } from "./attention-words.ts";
import { attentionStyles } from "./attention.styles.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";

/** What it took of people: their time and its price, interruptions, and how fast they answered. Nothing of any one of them. */
@customElement("people-card")
export class PeopleCard extends LitElement {
  static override styles = [baseStyles, figureStyles, attentionStyles];

  @property({ attribute: false }) summary!: AttentionSummary;
  @property() stamp = "";

  override render() {
    return html`<ui-chart heading="Attention it took" stamp=${this.stamp}>
      <dl>${this.#renderAttention()} ${this.#renderPrice()} ${this.#renderInterruptions()} ${this.#renderAnswers()}</dl>
      ${this.#renderSpreads()} ${this.#renderEnds()} ${this.#renderHow()}
    </ui-chart>`;
  }

  #renderAttention() {
    const { attention } = this.summary;
    const measured = attention.cards + attention.reviews > 0;
    return html`<div>
      <dt>People’s time</dt>
      <dd class=${measured ? "" : "none"}>
        ${measured ? hoursWords(attention.ms) : "no data"}<small
          >${
            attention.perDecisionMs === null
              ? "no opened card was answered"
              : `${lengthWords(attention.perDecisionMs)} a decision, ${timesWords(attention.cards, "card")}`
          }${attention.reviews > 0 ? `, ${hoursWords(attention.reviewMs)} of declared review` : ""}</small
        >
      </dd>
    </div>`;
  }

  #renderPrice() {
    const { attention, currency } = this.summary;
    return html`<div>
      <dt>Its price</dt>
      <dd class=${attention.micros === null ? "none" : ""}>
        ${attention.micros === null ? "not known" : moneyWords(attention.micros, currency)}<small
          >${
            attention.rateMicros === null
              ? html`<a href="/value/assumptions">Set an hourly rate</a>`
              : `at ${moneyWords(attention.rateMicros, currency)} an hour`
          }</small
        >
      </dd>
    </div>`;
  }

  #renderInterruptions() {
    const { n, questions, perDayMilli } = this.summary.interruptions;
    return html`<div>
      <dt>Interruptions a day</dt>
      <dd class=${perDayMilli === null ? "none" : ""}>
        ${perDayMilli === null ? "no data" : (perDayMilli / 1_000).toFixed(1)}<small
          >${n === 0 ? "no notification was shown" : `${timesWords(n, "notification")} shown, of ${timesWords(questions, "question")}`}</small
        >
      </dd>
    </div>`;
  }

  #renderAnswers() {
    const { n, p50, p95 } = this.summary.answers;
    return html`<div>
      <dt>Half answered within</dt>
      <dd class=${p50 === null ? "none" : ""}>
        ${lengthWords(p50)}<small
          >${n === 0 ? "nothing was answered" : `95 % within ${lengthWords(p95)}, ${timesWords(n, "answer")}`}</small
        >
      </dd>
    </div>`;
  }

  #renderSpreads() {
    const { byKind, byDevice } = this.summary.answers;
    const line = (name: unknown, { n, p50, p95 }: { n: number; p50: number | null; p95: number | null }) =>
      html`<div class="line">
        <span class="name">${name}</span><span class="end">${lengthWords(p50)}</span
        ><small>95 % within ${lengthWords(p95)}, ${timesWords(n, "answer")}</small>
      </div>`;
    return html`${
      byKind.length > 1
        ? html`<h3>By kind, half within</h3>
            <div class="list">${byKind.map((one) => line(kindWords[one.kind], one))}</div>`
        : nothing
    }
    ${
      byDevice.length > 0
        ? html`<h3>On your devices, half within</h3>
            <div class="list">${byDevice.map((one) => line(shownText(one.name), one))}</div>`
        : nothing
    }`;
  }

  #renderEnds() {
    const { person, rule, expired, withdrawn } = this.summary.answers.ended;
    if (person + rule + expired + withdrawn === 0) return nothing;
    const parts = [
      person > 0 && `${timesWords(person, "was", "were")} answered by people`,
      rule > 0 && `${rule} by rules, at nobody’s cost`,
      expired > 0 && `${expired} expired`,
      withdrawn > 0 && `${withdrawn} withdrawn`,
    ].filter(Boolean);
    return html`<h3>How questions ended</h3>
      <p class="name">${parts.join(", ")}.</p>`;
  }

  #renderHow() {
    const { attention, interruptions } = this.summary;
    return html`<details data-bare>
      <summary>How this is made<ui-icon name="down"></ui-icon></summary>
      <p>
        Time: from the moment a card was first on the screen of the device that answered it until the answer, each at most 10 minutes
        (${timesWords(attention.capped, "card")} cut), plus review time as it was declared with outcomes. Of cards answered together the one
        that was open counts. ${timesWords(attention.unmeasured, "answer")} without an opened card, from the lock screen or a script,
        ${attention.unmeasured === 1 ? "has" : "have"} no time. An answer given without a network counts on the day it was given.
      </p>
      <p>
        Price: time × hourly rate (its median). ${attention.gaps.map((gap) => gapWords[gap]).join(" ")} Interruptions: notifications of
        questions and reminders that a device said it
        showed${interruptions.since === null ? "" : `, counted since ${formatMoment(interruptions.since)}`}.
      </p>
      <p>
        Answer time: from asked to the moment the server had the answer. All of it is of everybody together; only your own devices are
        named.
      </p>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "people-card": PeopleCard;
  }
}
