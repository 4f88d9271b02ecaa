import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { rangeScale } from "./range-scale.ts";

/**
 * From where to where a figure lies, with its middle, on an axis that begins at nothing; and a mark that it is measured
 * against: what falls short of it is hatched, what goes beyond is filled. Decoration beside the words that say the same:
 * screen readers pass it by.
 */
@customElement("ui-range")
export class UiRange extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
      font: 400 var(--text-xs) / 1 var(--font);
      font-variant-numeric: tabular-nums;
      direction: ltr;
    }
    svg {
      display: block;
      overflow: visible;
    }
    .track {
      fill: var(--line);
    }
    .band {
      fill: var(--good);
    }
    :host([tone="info"]) .band {
      fill: var(--info);
    }
    .short {
      fill: color-mix(in srgb, var(--bad) 70%, var(--surface));
    }
    .hatch {
      stroke: var(--surface);
      stroke-width: 2;
    }
    .middle {
      fill: var(--ink);
      stroke: var(--surface);
      stroke-width: 1.5;
    }
    .mark {
      stroke: var(--beacon);
      stroke-width: 2;
      stroke-dasharray: 4 3;
    }
    .nothing {
      stroke: var(--line-strong);
      stroke-width: 1;
    }
    text {
      fill: var(--ink-soft);
      font: 400 var(--text-xs) / 1 var(--font);
    }
    text.of-mark {
      fill: var(--beacon);
      font-weight: 600;
    }
    @media (forced-colors: active) {
      .band,
      :host([tone="info"]) .band,
      .short,
      text,
      text.of-mark {
        fill: CanvasText;
      }
      .track {
        fill: GrayText;
      }
      .hatch {
        stroke: Canvas;
      }
      .nothing {
        stroke: CanvasText;
      }
      .middle {
        fill: Highlight;
        stroke: Canvas;
      }
      .mark {
        stroke: Highlight;
      }
    }
  `;

  @property({ type: Number }) low = 0;
  @property({ type: Number }) middle = 0;
  @property({ type: Number }) high = 0;
  @property({ type: Number }) mark: number | undefined;
  /** Said at the mark. */
  @property({ attribute: "mark-label" }) markLabel = "";
  /** good: what is beyond the mark is a gain. info: a plain figure. */
  @property({ reflect: true }) tone: "good" | "info" = "good";
  /** How the ends of the axis are written; without it they are not. */
  @property({ attribute: false }) say: ((value: number) => string) | undefined;

  override render() {
    const { low, middle, high, mark } = this;
    const { from, to, at } = rangeScale({ low, high, mark });
    const top = mark === undefined || this.markLabel === "" ? 0 : 18;
    const y = top + 4;
    // A range of one point is still seen.
    const [start, end] = [Math.min(at(low), 99), Math.max(at(high), at(low) + 1)];
    const split = mark === undefined ? start : Math.max(start, Math.min(end, at(mark)));
    const side = mark === undefined ? 50 : at(mark);
    return html`<svg width="100%" height=${y + 22 + (this.say ? 18 : 0)} aria-hidden="true">
      <defs>
        <pattern id="hatch" patternUnits="userSpaceOnUse" width="5" height="5" patternTransform="rotate(45)">
          <line class="hatch" x1="1" y1="0" x2="1" y2="5"></line>
        </pattern>
      </defs>
      <rect class="track" y=${y + 8} width="100%" height="4" rx="2"></rect>
      ${
        split > start
          ? svg`<rect class="short" x=${`${start}%`} y=${y + 5} width=${`${split - start}%`} height="10" rx="2"></rect>
            <rect x=${`${start}%`} y=${y + 5} width=${`${split - start}%`} height="10" rx="2" fill="url(#hatch)"></rect>`
          : nothing
      }
      ${end > split ? svg`<rect class="band" x=${`${split}%`} y=${y + 5} width=${`${end - split}%`} height="10" rx="2"></rect>` : nothing}
      ${from < 0 ? svg`<line class="nothing" x1=${`${at(0)}%`} x2=${`${at(0)}%`} y1=${y} y2=${y + 20}></line>` : nothing}
      ${mark === undefined ? nothing : svg`<line class="mark" x1=${`${at(mark)}%`} x2=${`${at(mark)}%`} y1=${y - 3} y2=${y + 23}></line>`}
      <g><rect class="middle" x=${`${Math.min(99, at(middle))}%`} y=${y} width="4" height="20" rx="2"></rect></g>
      ${
        top > 0
          ? svg`<text class="of-mark" x=${`${side}%`} y="11" text-anchor=${side < 20 ? "start" : side > 80 ? "end" : "middle"}>${this.markLabel}</text>`
          : nothing
      }
      ${
        this.say
          ? svg`<text x="0" y=${y + 36}>${this.say(Math.round(from))}</text>
            <text x="100%" y=${y + 36} text-anchor="end">${this.say(Math.round(to))}</text>`
          : nothing
      }
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-range": UiRange;
  }
}
