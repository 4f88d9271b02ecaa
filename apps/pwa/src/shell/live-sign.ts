import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ConnectionState } from "../platform/connection.store.ts";
import { isOpening, painted } from "../platform/painted.ts";

/** Says how fresh the screen is: live, connecting, or offline and as of when. */
@customElement("live-sign")
export class LiveSign extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-flex;
        /* The title keeps its room. */
        flex-shrink: 99999;
        align-items: center;
        gap: 7px;
        font: 400 var(--text-xs) / 1.3 var(--font);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      i {
        flex: none;
        inline-size: 7px;
        block-size: 7px;
        border-radius: 50%;
        background: var(--quiet);
      }
      .live {
        background: var(--good);
        box-shadow: 0 0 0 3px var(--good-soft);
      }
      .connecting {
        background: transparent;
        box-shadow: inset 0 0 0 2px var(--info);
      }
      :host([tight]) div {
        position: absolute;
        clip-path: inset(50%);
        inline-size: 1px;
        overflow: hidden;
        white-space: nowrap;
      }
      /* In a narrow window the title keeps its room; the words are still spoken. */
      @media (max-width: 22rem) {
        div > div {
          font-size: 0;
        }
      }
      @media (max-width: 18rem) {
        div {
          font-size: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) connection!: ConnectionState;
  /** Only the dot; the words are spoken. */
  @property({ type: Boolean, reflect: true }) tight = false;

  override connectedCallback(): void {
    super.connectedCallback();
    if (isOpening()) void painted().then(() => this.requestUpdate());
  }

  override render() {
    const { state, asOf } = this.connection;
    // The first time of day that is written costs as much as drawing a page: when the app opens, the page goes first.
    const age = state !== "live" && asOf !== undefined && !isOpening() ? `as of ${formatMoment(asOf)}` : undefined;
    return html`<i class=${state}></i>
      <div title=${age ? `${state} · ${age}` : state}>${state} ${age && html`<div>${age}</div>`}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "live-sign": LiveSign;
  }
}
