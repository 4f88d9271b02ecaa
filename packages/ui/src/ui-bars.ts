import { html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { axisTop } from "./bar-scale.ts";
import { baseStyles } from "./base.styles.ts";
import { barsStyles } from "./ui-bars.styles.ts";

/** good: filled · bad: filled and hatched · open: only outlined. Never colour alone. */
export type SeriesTone = "good" | "bad" | "open";
export type Series = { name: string; tone: SeriesTone };
/** One step: a count for each series, all that there is to say of it in words, and a label where it gets one. `mark`: something happened in it. */
export type Bar = { counts: readonly number[]; words: string; label?: string | undefined; mark?: string | undefined };

/** A bar was looked at; its place in `bars`. */
export class BarChosenEvent extends Event {
  readonly index: number;
  constructor(index: number) {
    super("bar-chosen", { bubbles: true, composed: true });
    this.index = index;
  }
}

const height = 132;
const hatch = svg`<pattern id="hatch" patternUnits="userSpaceOnUse" width="5" height="5" patternTransform="rotate(45)"><line class="hatch" x1="1" y1="0" x2="1" y2="5"></line></pattern>`;

/**
 * Stacked counts, step by step. A step in which nothing was counted is a short dash, not a bar of no height. For keys
 * and screen readers it is a slider from step to step.
 * @fires bar-chosen A bar was pointed at or reached by keys.
 */
@customElement("ui-bars")
export class UiBars extends LitElement {
  static override styles = [baseStyles, barsStyles];

  @property({ attribute: false }) bars: readonly Bar[] = [];
  @property({ attribute: false }) series: readonly Series[] = [];
  /** Side by side instead of on top of each other: for what is not added up. */
  @property({ type: Boolean }) beside = false;
  /** What a mark is called in the key, where there is one. */
  @property() marked = "";
  /** What is counted here, for screen readers. */
  @property() label = "";
  /** How a count is written on the axis. */
  @property({ attribute: false }) format: (count: number) => string = String;
  /** The bar that is being looked at. */
  @property({ type: Number }) chosen: number | undefined;

  override render() {
    const { bars, series } = this;
    if (bars.length === 0) return nothing;
    const top = axisTop(Math.max(...bars.map(this.beside ? mostOf : totalOf)));
    const index = this.chosen ?? bars.length - 1;
    return html`<div class="scale" aria-hidden="true">
        <span>${this.format(top)}</span><span>${this.format(top / 2)}</span><span>0</span>
      </div>
      <div
        class="plot"
        role="slider"
        tabindex="0"
        aria-label=${this.label}
        aria-orientation="horizontal"
        aria-valuemin="1"
        aria-valuemax=${bars.length}
        aria-valuenow=${index + 1}
        aria-valuetext=${bars[index]?.words ?? ""}
        @click=${this.#point}
        @keydown=${this.#key}
      >
        <svg width="100%" height=${height + 20} aria-hidden="true">
          <defs>${hatch}</defs>
          <line class="rule" x1="0" x2="100%" y1="0.5" y2="0.5"></line>
          <line class="rule" x1="0" x2="100%" y1=${height / 2} y2=${height / 2}></line>
          ${bars.map((bar, place) => this.#renderBar(bar, { place, top }))}
          <line class="base" x1="0" x2="100%" y1=${height + 0.5} y2=${height + 0.5}></line>
        </svg>
      </div>
      <div class="keys">
        ${series.map(
          ({ name, tone }) =>
            html`<span
              ><svg width="12" height="12" aria-hidden="true">${block({ x: "0", width: "12", y: 0.5, tall: 11 }, tone)}</svg>${name}</span
            >`,
        )}
        ${
          this.marked && bars.some(({ mark }) => mark !== undefined)
            ? html`<span
                ><svg class="mark" width="12" height="12" aria-hidden="true"><path d="M1 2h10l-5 8z"></path></svg>${this.marked}</span
              >`
            : nothing
        }
      </div>`;
  }

  #renderBar(bar: Bar, { place, top }: { place: number; top: number }) {
    const slot = 100 / this.bars.length;
    const [left, wide] = [place * slot + slot * 0.14, slot * 0.72];
    const [x, width] = [`${left}%`, `${wide}%`];
    const own = wide / Math.max(1, bar.counts.length);
    let y = height;
    const parts = bar.counts.map((count, part) => {
      const tall = (count / top) * height;
      y = this.beside ? height - tall : y - tall;
      const box = this.beside ? { x: `${left + part * own}%`, width: `${own * 0.94}%` } : { x, width };
      return count > 0 ? block({ ...box, y, tall }, this.series[part]?.tone ?? "open") : nothing;
    });
    const edge = place === 0 ? "start" : place === this.bars.length - 1 ? "end" : "middle";
    const at = edge === "start" ? "0" : edge === "end" ? "100%" : `${(place + 0.5) * slot}%`;
    return svg`${place === this.chosen ? svg`<rect class="chosen" x=${`${place * slot}%`} width=${`${slot}%`} y="0" height=${height} rx="3"></rect>` : nothing}
      ${totalOf(bar) === 0 ? svg`<rect class="empty" x=${x} width=${width} y=${height - 2} height="2"></rect>` : parts}
      ${bar.mark === undefined ? nothing : svg`<svg class="mark" x=${`${(place + 0.5) * slot}%`} y="0" overflow="visible"><title>${bar.mark}</title><path d="M-5 -1h10l-5 8z"></path></svg>`}
      ${bar.label === undefined ? nothing : svg`<text x=${at} y=${height + 16} text-anchor=${edge}>${bar.label}</text>`}`;
  }

  #point(event: MouseEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.#choose(Math.floor(((event.clientX - box.left) / box.width) * this.bars.length));
  }

  #key(event: KeyboardEvent): void {
    const last = this.bars.length - 1;
    const at = this.chosen ?? last;
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    // The first arrow looks at the last step, which is read out already.
    this.#choose(this.chosen === undefined && event.key.startsWith("Arrow") ? last : to);
  }

  #choose(index: number): void {
    const to = Math.max(0, Math.min(this.bars.length - 1, index));
    this.chosen = to;
    this.dispatchEvent(new BarChosenEvent(to));
  }
}

const totalOf = (bar: Bar) => bar.counts.reduce((sum, count) => sum + count, 0);

const mostOf = (bar: Bar) => Math.max(0, ...bar.counts);

/** A part of a bar: at least a line, so that one of a thousand is seen. */
function block({ x, width, y, tall }: { x: string; width: string; y: number; tall: number }, tone: SeriesTone) {
  const high = Math.max(1, tall);
  return svg`<rect class=${tone} x=${x} width=${width} y=${y} height=${high}></rect>
    ${tone === "bad" ? svg`<rect x=${x} width=${width} y=${y} height=${high} fill="url(#hatch)"></rect>` : nothing}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-bars": UiBars;
  }
  interface HTMLElementEventMap {
    "bar-chosen": BarChosenEvent;
  }
}
