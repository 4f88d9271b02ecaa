import type { ValueSummary } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { toneStyles } from "../fleet/tone.styles.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { downloadsOf } from "../teamwork/downloads.ts";
import { costParts, partNames } from "./cost-figures.ts";
import { wantFigure } from "./value-events.ts";
import { addressOf, figureAddress, scopeOf, type ValueLook } from "./value-look.ts";
import { counted, exactMoney } from "./value-words.ts";
import { valueCardStyles } from "./value-card.styles.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-share";

/** What it cost, part by part; what is told beside it is added to nothing. */
@customElement("value-cost-card")
export class ValueCostCard extends LitElement {
  static override styles = [baseStyles, toneStyles, figureStyles, valueCardStyles];

  @property({ attribute: false }) summary!: ValueSummary;
  @property({ attribute: false }) look!: ValueLook;
  @property() stamp = "";
  @property({ type: Boolean }) frozen = false;

  override render() {
    const { cost, currency } = this.summary;
    const say = (micros: number) => exactMoney(micros, currency, 2);
    return html`<ui-chart
      heading="What it cost"
      stamp=${this.stamp}
      .downloads=${this.frozen ? [] : downloadsOf("/api/value/summary", () => scopeOf(this.look, Date.now()))}
    >
      <span slot="aside">${cost.total === null ? "not known yet" : html`<b>${say(cost.total)}</b>`}</span>
      <div class="rows">
        ${costParts
          .filter((part) => cost[part] !== null)
          .map((part) =>
            this.#row(part, {
              name: partNames[part],
              micros: cost[part] as number,
              share: cost.total ? ((cost[part] as number) / cost.total) * 100 : 0,
            }),
          )}
      </div>
      ${this.#renderMissing()} ${this.#renderBeside()} ${this.#renderLeftOut()}
    </ui-chart>`;
  }

  /** Told beside it, and added to nothing. */
  #renderBeside() {
    const { listPrice, unattributed } = this.summary.cost;
    if (listPrice === null && !unattributed) return nothing;
    return html`<div class="rows beside">
      ${listPrice === null ? nothing : this.#row("list", { name: "All at list price", micros: listPrice, detail: "what plans cover, too; in no sum" })}
      ${
        unattributed
          ? this.#row("unattributed", {
              name: "Not linked to an outcome",
              micros: unattributed.billed,
              detail: `${counted(unattributed.sessions, "run")}; part of billed. At list price ${exactMoney(unattributed.listPrice, this.summary.currency, 2)}`,
            })
          : nothing
      }
    </div>`;
  }

  #row(figure: string, { name, micros, share, detail }: { name: string; micros: number; share?: number; detail?: string }) {
    const content = html`<span class="name">${name}</span>
      ${share === undefined ? html`<span></span>` : html`<ui-share tone="quiet" .value=${share}></ui-share>`}
      <span class="end">${exactMoney(micros, this.summary.currency, 2)}</span>
      ${detail ? html`<span class="detail">${detail}</span>` : nothing}`;
    return this.frozen
      ? html`<div class="row">${content}</div>`
      : html`<a href=${figureAddress(this.look, figure)} @click=${wantFigure(figure)}>${content}</a>`;
  }

  /** What nobody has said makes the rest look better than it is. */
  #renderMissing() {
    const { missing } = this.summary.cost;
    if (missing.length === 0) return nothing;
    const names = missing.map((part) => partNames[part].toLowerCase()).join(", ");
    return html`<p class="small">
      Not known, so in no sum: ${names}.
      ${this.frozen ? nothing : html`<a data-bare href=${addressOf("assumptions", { ...this.look, figure: undefined })}>Say what it is</a>`}
    </p>`;
  }

  #renderLeftOut() {
    const { unpriced, paymentUnknown } = this.summary.cost;
    const parts = [
      ...(unpriced > 0 ? [`${counted(unpriced, "call")} without a price`] : []),
      ...(paymentUnknown > 0 ? [`${counted(paymentUnknown, "call")} of which nobody said how they are paid`] : []),
    ];
    return parts.length === 0 ? nothing : html`<p class="small">In no sum: ${parts.join(", ")}.</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "value-cost-card": ValueCostCard;
  }
}
