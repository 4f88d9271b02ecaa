import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatAgo, formatDuration } from "./duration.ts";
import { sharedTicker, type Ticker } from "./ticker.ts";

export type AgeStyle = "elapsed" | "short" | "ago" | "left";

/**
 * How long something has lasted, is past, or is still to come; it goes on by itself.
 * It is no live region: a screen reader reads it when asked, not every second.
 */
@customElement("ui-age")
export class UiAge extends LitElement {
  static override styles = css`
    :host {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
  `;

  /** The instant that it counts from, or to: ISO-8601. */
  @property() at = "";
  /** elapsed: "4 min 12 s" · short: "4 min" · ago: "4 min ago" · left: time until `at`. */
  @property() as: AgeStyle = "elapsed";
  /** Which clock. */
  @property({ attribute: false }) ticker: Ticker = sharedTicker;
  #stop: (() => void) | undefined;
  #shown = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.ticker.listen(() => {
      // A row of three hundred ages costs a comparison each second, not a render.
      if (this.#words() !== this.#shown) this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override render() {
    this.#shown = this.#words();
    if (this.#shown === "") return nothing;
    return html`<time datetime=${this.at}>${this.#shown}</time>`;
  }

  #words(): string {
    const at = Date.parse(this.at);
    if (Number.isNaN(at)) return "";
    const past = this.ticker.now() - at;
    if (this.as === "ago") return formatAgo(past);
    const span = this.as === "left" ? -past : past;
    return this.as === "short" ? formatDuration(span, 0).split(" ").slice(0, 2).join(" ") : formatDuration(span);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-age": UiAge;
  }
}
