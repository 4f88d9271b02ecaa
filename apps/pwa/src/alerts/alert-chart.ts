import type { AlertUnit } from "@beckon/contracts/alert-kinds";
import { valueWords } from "@beckon/contracts/alert-words";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";

export type Point = { at: string; value: number | null };
const [width, height] = [600, 120];

/** The readings of an alert over time beside its bound. Where there was no reading there is no line. */
@customElement("alert-chart")
export class AlertChart extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        font: 400 var(--text-xs) / 1.4 var(--font);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: 120px;
        overflow: visible;
      }
      .bound {
        stroke: var(--beacon);
        stroke-width: 1.5;
        stroke-dasharray: 5 4;
      }
      .fired {
        stroke: var(--ink-soft);
        stroke-width: 2;
        stroke-dasharray: 1 4;
        stroke-linecap: round;
      }
      .base {
        stroke: var(--line-strong);
      }
      .line {
        fill: none;
        stroke: var(--ink);
        stroke-width: 2;
        stroke-linejoin: round;
      }
      line,
      path {
        vector-effect: non-scaling-stroke;
      }
      .ends,
      .key {
        display: flex;
        justify-content: space-between;
        flex-wrap: wrap;
        gap: 2px var(--space-4);
      }
      .key {
        justify-content: flex-start;
        padding-block-end: var(--space-2);
      }
      .key b {
        color: var(--ink);
        font-weight: 600;
      }
      @media (forced-colors: active) {
        .line {
          stroke: CanvasText;
        }
        .bound {
          stroke: Highlight;
        }
        .base,
        .fired {
          stroke: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) points: readonly Point[] = [];
  @property() unit: AlertUnit = "count";
  @property({ type: Number }) threshold = 0;
  /** When it fired: marked, where that is in sight. */
  @property() fired = "";

  override render() {
    const known = this.points.filter((point): point is { at: string; value: number } => point.value !== null);
    const [first, last] = [this.points[0], this.points.at(-1)];
    if (known.length < 2 || !first || !last || first.at === last.at) return nothing;
    const top = Math.max(this.threshold, ...known.map(({ value }) => value)) * 1.1 || 1;
    const [from, to] = [Date.parse(first.at), Date.parse(last.at)];
    const x = (at: string) => ((Date.parse(at) - from) / (to - from)) * width;
    const y = (value: number) => height - (value / top) * height;
    const bound = valueWords(this.unit, this.threshold);
    const latest = valueWords(this.unit, known.at(-1)?.value ?? 0);
    const firedAt = Date.parse(this.fired);
    const marked = firedAt >= from && firedAt <= to;
    const said = `Worst readings from ${formatMoment(first.at)} to ${formatMoment(last.at)}: ${known.length} readings, the last ${latest}, the bound ${bound}${marked ? `, fired ${formatMoment(this.fired)}` : ""}`;
    return html`<div class="key">
        <span>Last <b>${latest}</b></span
        ><span>Bound <b>${bound}</b>, dashed</span>${marked ? html`<span>Fired, dotted</span>` : nothing}
      </div>
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label=${said}>
        <line class="base" x1="0" x2=${width} y1=${height} y2=${height}></line>
        <line class="bound" x1="0" x2=${width} y1=${y(this.threshold)} y2=${y(this.threshold)}></line>
        ${marked ? svg`<line class="fired" x1=${x(this.fired)} x2=${x(this.fired)} y1="0" y2=${height}></line>` : nothing}
        ${pieces(this.points).map((piece) => svg`<path class="line" d=${piece.map(({ at, value }, index) => `${index === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("")}></path>`)}
      </svg>
      <div class="ends"><span>${formatMoment(first.at)}</span><span>${formatMoment(last.at)}</span></div>`;
  }
}

/** Parts without a gap. */
function pieces(points: readonly Point[]): { at: string; value: number }[][] {
  const all: { at: string; value: number }[][] = [[]];
  for (const { at, value } of points) {
    if (value === null) all.push([]);
    else all.at(-1)?.push({ at, value });
  }
  return all.filter((piece) => piece.length > 1);
}

declare global {
  interface HTMLElementTagNameMap {
    "alert-chart": AlertChart;
  }
}
