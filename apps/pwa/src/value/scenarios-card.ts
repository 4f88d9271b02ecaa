import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { figureStyles } from "../teamwork/figure.styles.ts";
import type { ScenarioFigures } from "./value-model.ts";
import { briefMoney, hours, percent } from "./value-words.ts";
import "@beckon/ui/ui-chart";

const names = { careful: "Careful", expected: "Expected", hopeful: "Hopeful" } as const;

/** The same work seen in three ways, side by side. */
@customElement("scenarios-card")
export class ScenariosCard extends LitElement {
  static override styles = [
    baseStyles,
    figureStyles,
    css`
      table {
        font-size: var(--text-s);
      }
      td {
        white-space: normal;
      }
      tr.lead > * {
        color: var(--ink);
        font-weight: 650;
      }
    `,
  ];

  @property({ attribute: false }) scenarios: readonly ScenarioFigures[] = [];
  @property() currency = "USD";
  @property() stamp = "";

  override render() {
    const { scenarios, currency } = this;
    const say = (value: number | undefined | null, words: (value: number) => string) =>
      value === undefined || value === null ? "not known" : words(value);
    const inMoney = (micros: number) => briefMoney(micros, currency);
    const row = (name: string, cell: (of: ScenarioFigures) => string, lead = false) =>
      html`<tr class=${lead ? "lead" : ""}>
        <th scope="row">${name}</th>
        ${scenarios.map((one) => html`<td>${cell(one)}</td>`)}
      </tr>`;
    return html`<ui-chart heading="Three ways to see it" stamp=${this.stamp}>
      <p class="small">
        Rate, realisation and hours, all at your own low, middle or high. That all goes badly, or well, at once is rarer than 1 in 10: the
        truth lies between.
      </p>
      <div class="scroll" role="group" aria-label="Three ways to see it" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              ${scenarios.map(({ name }) => html`<th scope="col">${names[name]}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${row("Break-even", ({ figures }) => say(figures.breakEvenMilliHours, hours), true)}
            ${row("Delivered", ({ figures }) => say(figures.milliHours?.p50, hours))}
            ${row("Value", ({ figures }) => say(figures.value?.p50, inMoney))}
            ${row("Cost", ({ figures }) => say(figures.costMicros, inMoney))} ${row("Net", ({ figures }) => say(figures.net?.p50, inMoney))}
            ${row("ROI", ({ figures }) => say(figures.roi?.p50, percent))}
          </tbody>
        </table>
      </div>
    </ui-chart>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "scenarios-card": ScenariosCard;
  }
}
