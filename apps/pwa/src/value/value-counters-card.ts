import type { ValueSummary } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { downloadsOf } from "../teamwork/downloads.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { wantFigure } from "./value-events.ts";
import { openingStyles } from "./value-headline.styles.ts";
import { countersStyles } from "./value-counters-card.styles.ts";
import { figureAddress, scopeOf, type ValueLook } from "./value-look.ts";
import { count, counted, hours, minutes, money, percent } from "./value-words.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";

/** What speaks against the value, on the same screen: rework, reverts, review time, and what was written down since. */
@customElement("value-counters-card")
export class ValueCountersCard extends LitElement {
  static override styles = [baseStyles, figureStyles, openingStyles, countersStyles];

  @property({ attribute: false }) summary!: ValueSummary;
  @property({ attribute: false }) look!: ValueLook;
  @property() stamp = "";
  @property({ type: Boolean }) frozen = false;

  override render() {
    const { counters } = this.summary;
    const { rework, reverts, review } = counters;
    return html`<ui-chart
      heading="Does it last?"
      stamp=${this.stamp}
      .downloads=${this.frozen ? [] : downloadsOf("/api/value/summary", () => scopeOf(this.look, Date.now()))}
    >
      <div class="three">
        ${this.#figure("reverts", { word: "Taken back", said: reverts.share === null ? null : percent(reverts.share), of: `${count(reverts.reverted)} of ${count(reverts.n)}` })}
        ${this.#figure("rework", { word: "Reworked", said: rework.share === null ? null : percent(rework.share), of: `${count(rework.reworked)} of ${count(rework.n)}` })}
        ${this.#figure("review", { word: "In review", said: review.p50Minutes === null ? null : minutes(review.p50Minutes), of: review.p95Minutes === null ? "" : `half of ${count(review.n)}, 95\u00a0% within ${minutes(review.p95Minutes)}` })}
      </div>
      ${this.#renderWrittenDown()} ${this.#renderLeftOut()}
    </ui-chart>`;
  }

  #figure(figure: string, { word, said, of }: { word: string; said: string | null; of: string }) {
    const content = html`<span class="k">${word}</span
      ><b class=${said === null ? "none" : ""}>${said ?? "no data"}</b> ${said === null ? nothing : html`<span class="k">${of}</span>`}`;
    return this.frozen
      ? html`<div class="figure">${content}</div>`
      : html`<a class="figure" href=${figureAddress(this.look, figure)} @click=${wantFigure(figure)}>${content}</a>`;
  }

  #renderWrittenDown() {
    const { writtenDown } = this.summary.counts;
    if (writtenDown.outcomes === 0) return html`<p class="small">Nothing of this time was written down since.</p>`;
    const { currency } = this.summary;
    const worth =
      writtenDown.micros === null
        ? hours(writtenDown.milliHours)
        : `${money(writtenDown.micros, currency)} (${hours(writtenDown.milliHours)})`;
    const said = html`<ui-icon name="alert"></ui-icon
      ><span
        ><b>Written down since:</b> ${worth} of ${counted(writtenDown.outcomes, "outcome")}, reverted or rewritten later. It is taken off
        above already.</span
      >`;
    return this.frozen
      ? html`<p class="down">${said}</p>`
      : html`<a class="down" href=${figureAddress(this.look, "writtendown")} @click=${wantFigure("writtendown")}>${said}</a>`;
  }

  #renderLeftOut() {
    const { holdOuts, withoutHours } = this.summary.counts;
    const parts = [
      ...(withoutHours > 0 ? [`${counted(withoutHours, "outcome")} of which nobody has said the hours`] : []),
      ...(holdOuts > 0 ? [`${counted(holdOuts, "outcome")} done by people to compare with`] : []),
    ];
    return parts.length === 0 ? nothing : html`<p class="small">Without value: ${parts.join("; ")}.</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "value-counters-card": ValueCountersCard;
  }
}
