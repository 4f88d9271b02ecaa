import type { Budget } from "@beckon/contracts/budgets";
import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";

const height = 14;

/**
 * What is spent, what the end of the period looks like, and where the limit is, on one line. Decoration beside the words
 * that say the same: screen readers pass it by.
 */
@customElement("budget-bar")
export class BudgetBar extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
      block-size: ${height + 8}px;
      color: var(--good);
    }
    :host([tone="beacon"]) {
      color: var(--beacon);
    }
    :host([tone="bad"]) {
      color: var(--bad);
    }
    :host([tone="faint"]) {
      color: var(--quiet);
    }
    svg {
      display: block;
      overflow: visible;
    }
    .track {
      fill: color-mix(in srgb, var(--ink) 8%, transparent);
    }
    .fill {
      fill: currentColor;
    }
    .range {
      fill: color-mix(in srgb, currentColor 30%, transparent);
    }
    .likely {
      stroke: var(--ink-soft);
      stroke-width: 2;
    }
    .limit {
      stroke: var(--ink);
      stroke-width: 2;
    }
    svg:dir(rtl) {
      transform: scaleX(-1);
    }
    @media (forced-colors: active) {
      .fill {
        fill: CanvasText;
      }
      .range {
        fill: GrayText;
      }
      .track {
        fill: Canvas;
        stroke: CanvasText;
      }
    }
  `;

  @property({ attribute: false }) current!: Budget["current"];
  @property({ reflect: true }) tone: "good" | "beacon" | "bad" | "faint" = "good";

  override render() {
    const { limitMicros, spent, forecast } = this.current;
    const micros = spent?.micros ?? 0;
    const most = Math.max(limitMicros, micros, forecast?.p90 ?? 0);
    const at = (value: number) => `${(Math.max(0, value) / most) * 100}%`;
    const y = 4;
    return html`<svg width="100%" height=${height + 8} aria-hidden="true">
      <rect class="track" y=${y} width="100%" height=${height} rx="5"></rect>
      ${forecast ? svg`<rect class="range" x=${at(micros)} y=${y} width=${at(forecast.p90 - micros)} height=${height}></rect>` : nothing}
      ${micros > 0 ? svg`<rect class="fill" y=${y} width=${at(micros)} height=${height} rx="5"></rect>` : nothing}
      ${forecast && forecast.p50 > micros ? svg`<line class="likely" x1=${at(forecast.p50)} x2=${at(forecast.p50)} y1=${y} y2=${y + height}></line>` : nothing}
      <line class="limit" x1=${at(limitMicros)} x2=${at(limitMicros)} y1="0" y2=${height + 8}></line>
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "budget-bar": BudgetBar;
  }
}
