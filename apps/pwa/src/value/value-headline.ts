import type { ValueSummary } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { toneStyles } from "../fleet/tone.styles.ts";
import { downloadsOf } from "../teamwork/downloads.ts";
import { headlineWords, verdictOf, verdictWords, warningWords } from "./headline-words.ts";
import { wantFigure } from "./value-events.ts";
import { headlineStyles } from "./value-headline.styles.ts";
import { figureAddress, scopeOf, type ValueLook } from "./value-look.ts";
import { briefMoney, chanceWords, exactMoney, hours, money, percent, span } from "./value-words.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-range";

type Triple = { p10: number; p50: number; p90: number };
const signs = { paid: "check", perhaps: "ring", not: "crossFill", unknown: "question" } as const;

/**
 * The answer: what has to come back, what came back, and how sure that is. A range, never a boast; each figure opens.
 * @fires figure-wanted A figure is to be opened.
 */
@customElement("value-headline")
export class ValueHeadline extends LitElement {
  static override styles = [baseStyles, toneStyles, headlineStyles];

  @property({ attribute: false }) summary!: ValueSummary;
  @property({ attribute: false }) look!: ValueLook;
  @property() stamp = "";
  /** Of a frozen report: nothing opens, and there are no files of it. */
  @property({ type: Boolean }) frozen = false;

  override render() {
    const { summary } = this;
    const verdict = verdictOf(summary.figures);
    return html`<ui-chart
      heading="Does it pay?"
      stamp=${this.stamp}
      .downloads=${this.frozen ? [] : downloadsOf("/api/value/summary", () => scopeOf(this.look, Date.now()))}
    >
      <p class="sentence">${headlineWords(summary)}</p>
      ${verdict === "unknown" ? nothing : this.#renderRange()}
      ${
        verdict === "unknown"
          ? nothing
          : html`<p class="verdict ${verdict}">
              <ui-icon name=${signs[verdict]}></ui-icon><span>${verdictWords[verdict]} ${this.#renderChance()}</span>
            </p>`
      }
      ${this.#renderFigures()} ${this.#renderWarnings()} ${this.#renderNumbers()}
    </ui-chart>`;
  }

  #renderRange() {
    const { milliHours, breakEvenMilliHours } = this.summary.figures;
    if (!milliHours || breakEvenMilliHours === null) return nothing;
    return html`<div class="range">
      <div class="ends">
        ${this.#figure("breakeven", html`<span class="k">Break-even</span><b class="big beacon">${hours(breakEvenMilliHours)}</b>`)}
        ${this.#figure(
          "delivered",
          html`<span class="k">Delivered</span><b class="big">${hours(milliHours.p50)}</b>
            <span class="k">${span(milliHours, hours)}</span>`,
        )}
      </div>
      <ui-range
        .low=${milliHours.p10}
        .middle=${milliHours.p50}
        .high=${milliHours.p90}
        .mark=${breakEvenMilliHours}
        mark-label="break-even"
        .say=${hours}
      ></ui-range>
    </div>`;
  }

  #renderChance() {
    const { chance } = this.summary.figures;
    if (chance === null) return nothing;
    const { word, of } = chanceWords(chance);
    const said = html`It is <b>${word}</b> that it pays: ${of} drawn cases.`;
    return this.frozen ? said : html`<a href=${figureAddress(this.look, "chance")} @click=${wantFigure("chance")}>${said}</a>`;
  }

  /** Value, net and ROI as ranges on one axis each, the cost as it is: no range, it was measured. */
  #renderFigures() {
    const { figures, currency, cost } = this.summary;
    if (cost.total === null && !figures.value) return nothing;
    const say = (micros: number) => money(micros, currency);
    const brief = (micros: number) => briefMoney(micros, currency);
    // To the cent where a cent could matter; the sheet has them all.
    const cents = cost.total !== null && Math.abs(cost.total) < 10_000_000_000 ? 2 : 0;
    return html`<div class="figures">
      ${figures.value ? this.#row("value", { word: "Value", triple: figures.value, say, brief, mark: cost.total ?? undefined }) : nothing}
      ${
        cost.total === null
          ? nothing
          : this.#figure(
              "cost",
              html`<span class="k">Cost</span><b>${exactMoney(cost.total, currency, cents)}</b
                ><span class="k">as it was told</span>${this.frozen ? nothing : html`<spending-silence brief hidden></spending-silence>`}`,
            )
      }
      ${figures.net ? this.#row("net", { word: "Net", triple: figures.net, say, brief, mark: 0 }) : nothing}
      ${figures.roi ? this.#row("roi", { word: "ROI", triple: figures.roi, say: percent, mark: 0 }) : nothing}
    </div>`;
  }

  #row(
    figure: string,
    {
      word,
      triple,
      say,
      brief = say,
      mark,
    }: { word: string; triple: Triple; say: (value: number) => string; brief?: (value: number) => string; mark?: number | undefined },
  ) {
    return this.#figure(
      figure,
      html`<span class="k">${word}</span><b>${say(triple.p50)}</b><span class="k">${span(triple, brief)}</span>
        <ui-range .low=${triple.p10} .middle=${triple.p50} .high=${triple.p90} .mark=${mark}></ui-range>`,
    );
  }

  #renderWarnings() {
    const { figures, cost } = this.summary;
    // Where neither is known yet there is no figure that could look better than it is.
    const isEmpty = cost.total === null && figures.value === null;
    const said = figures.warnings
      .filter(({ code }) => code !== "no_pert" && !(isEmpty && code === "cost_missing"))
      .map((warning) => warningWords(warning, figures));
    if (said.length === 0) return nothing;
    return html`<ul class="warnings">
      ${said.map((words) => html`<li><ui-icon name="alert"></ui-icon><span>${words}</span></li>`)}
    </ul>`;
  }

  #renderNumbers() {
    const { figures, currency } = this.summary;
    const say = (micros: number) => exactMoney(micros, currency, 2);
    const rows: [string, Triple | null, (value: number) => string][] = [
      ["Hours delivered", figures.milliHours, hours],
      ["Value", figures.value, say],
      ["Net", figures.net, say],
      ["ROI", figures.roi, percent],
    ];
    return html`<table slot="numbers">
      <caption class="visually-hidden">
        Figures with their ranges
      </caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">P10</th>
          <th scope="col">P50</th>
          <th scope="col">P90</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([word, triple, said]) =>
            html`<tr>
              <th scope="row">${word}</th>
              ${(["p10", "p50", "p90"] as const).map((part) => html`<td>${triple ? said(triple[part]) : "no data"}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #figure(figure: string, content: unknown) {
    return this.frozen
      ? html`<div class="figure ${figure}">${content}</div>`
      : html`<a class="figure ${figure}" href=${figureAddress(this.look, figure)} @click=${wantFigure(figure)}>${content}</a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "value-headline": ValueHeadline;
  }
}
