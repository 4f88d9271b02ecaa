import type { ValueSummary } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { addressOf, outcomesAddress, type ValueLook } from "./value-look.ts";
import { money } from "./value-words.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-range";

type Strength = ValueSummary["figures"]["strongest"][number];

/** The three inputs that move the result most: what to find out next, if it is to be surer. */
@customElement("value-tornado")
export class ValueTornado extends LitElement {
  static override styles = [
    baseStyles,
    figureStyles,
    css`
      .rows a,
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px var(--space-3);
        padding: var(--space-2);
      }
      ui-range {
        grid-column: 1 / -1;
      }
    `,
  ];

  @property({ attribute: false }) summary!: ValueSummary;
  @property({ attribute: false }) look!: ValueLook;
  @property() stamp = "";
  @property({ type: Boolean }) frozen = false;

  override render() {
    const { figures, currency } = this.summary;
    const strongest = figures.strongest.slice(0, 3);
    if (strongest.length === 0) return nothing;
    const of = figures.net ? "net" : "value";
    const say = (micros: number) => money(micros, currency);
    const middle = (figures.net ?? figures.value)?.p50 ?? 0;
    return html`<ui-chart heading="What would make it surer" stamp=${this.stamp}>
      <p class="small">The three inputs that move the ${of} most, each from its P10 to its P90 with the others as they are.</p>
      <div class="rows">
        ${strongest.map((one) => {
          const [low, high] = [Math.min(one.low, one.high), Math.max(one.low, one.high)];
          const content = html`<span class="name">${nameOf(one)}</span><span class="end">${say(low)} to ${say(high)}</span>
            <ui-range tone="info" .low=${low} .middle=${Math.max(low, Math.min(high, middle))} .high=${high}></ui-range>`;
          return this.frozen ? html`<div class="row">${content}</div>` : html`<a href=${this.#where(one)}>${content}</a>`;
        })}
      </div>
      <table slot="numbers">
        <caption class="visually-hidden">
          Strongest inputs
        </caption>
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col">at P10</th>
            <th scope="col">at P90</th>
          </tr>
        </thead>
        <tbody>
          ${strongest.map(
            (one) =>
              html`<tr>
                <th scope="row">${nameOf(one)}</th>
                <td>${say(one.low)}</td>
                <td>${say(one.high)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </ui-chart>`;
  }

  /** Where the input can be made surer. */
  #where({ input, taskType }: Strength): string {
    if (input !== "hours") return addressOf("assumptions", { ...this.look, figure: undefined });
    return outcomesAddress(taskType ? { ...this.look, taskType } : this.look, Date.now());
  }
}

function nameOf({ input, taskType }: Strength): string {
  if (input === "rate") return "Your hourly rate";
  if (input === "realisation") return "How much of the freed time is used";
  return taskType ? `Hours of “${shownWords(short(taskType, 60))}”` : "Hours that people would have needed";
}

declare global {
  interface HTMLElementTagNameMap {
    "value-tornado": ValueTornado;
  }
}
