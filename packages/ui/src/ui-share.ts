import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";

/**
 * A share of a hundred as a bar, with the range in which it really lies as a whisker. Decoration beside the words
 * that say the same: screen readers pass it by.
 * @cssproperty --share-size Height, 8 px unless set.
 */
@customElement("ui-share")
export class UiShare extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
      block-size: var(--share-size, 8px);
      color: var(--good);
    }
    :host([tone="bad"]) {
      color: var(--bad);
    }
    :host([tone="quiet"]) {
      color: var(--ink-faint);
    }
    svg {
      display: block;
      overflow: visible;
    }
    .track {
      fill: color-mix(in srgb, currentColor 14%, transparent);
    }
    .fill {
      fill: currentColor;
    }
    .whisker {
      stroke: var(--ink);
      stroke-width: 1.5;
    }
    svg:dir(rtl) {
      transform: scaleX(-1);
    }
    @media (forced-colors: active) {
      .track {
        fill: Canvas;
        stroke: CanvasText;
      }
      .fill {
        fill: Highlight;
      }
      .whisker {
        stroke: CanvasText;
      }
    }
  `;

  /** 0–100; null draws the empty track. */
  @property({ type: Number }) value: number | null = null;
  @property({ type: Number }) low: number | null = null;
  @property({ type: Number }) high: number | null = null;
  /** quiet: neither good nor bad. */
  @property({ reflect: true }) tone: "good" | "bad" | "quiet" = "good";

  override render() {
    const { value, low, high } = this;
    return html`<svg width="100%" height="100%" aria-hidden="true">
      <rect class="track" width="100%" height="100%" rx="4"></rect>
      ${value === null || value <= 0 ? nothing : svg`<rect class="fill" width=${`${Math.min(100, value)}%`} height="100%" rx="4"></rect>`}
      ${
        low === null || high === null
          ? nothing
          : svg`<line class="whisker" x1=${`${low}%`} x2=${`${high}%`} y1="50%" y2="50%"></line>
            <line class="whisker" x1=${`${low}%`} x2=${`${low}%`} y1="0" y2="100%"></line>
            <line class="whisker" x1=${`${high}%`} x2=${`${high}%`} y1="0" y2="100%"></line>`
      }
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-share": UiShare;
  }
}
