import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { riskLooks } from "./decision-words.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";

/**
 * A waiting request as one line of the inbox; a link to its card.
 * @csspart row The link.
 */
@customElement("decision-row")
export class DecisionRow extends LitElement {
  static override styles = [
    baseStyles,
    demoMarkStyles,
    css`
      :host {
        display: block;
        content-visibility: auto;
        contain-intrinsic-size: auto 64px;
      }
      a {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 1px var(--space-3);
        align-items: center;
        min-block-size: 64px;
        padding: 11px var(--space-4);
        text-decoration: none;
        color: var(--ink);
        font: 400 var(--text-s) / 1.4 var(--font);
      }
      a:hover {
        background: color-mix(in srgb, var(--ink) 4%, transparent);
      }
      :host([selected]) a {
        background: var(--raised);
      }
      a:focus-visible {
        outline-offset: -3px;
        border-radius: var(--radius-m);
      }
      .sign {
        grid-row: 1 / 3;
        display: grid;
        justify-items: center;
        gap: 5px;
        align-self: stretch;
        inline-size: 12px;
        --icon-size: 12px;
      }
      .sign::after {
        content: "";
        inline-size: 4px;
        block-size: 100%;
        border-radius: 9px;
        background: currentColor;
        opacity: 0.85;
      }
      .sign {
        grid-template-rows: auto minmax(0, 1fr);
      }
      .good {
        color: var(--good);
      }
      .beacon {
        color: var(--beacon);
      }
      .bad {
        color: var(--bad);
      }
      b,
      .detail {
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      b {
        font-weight: 600;
      }
      .detail {
        grid-column: 2;
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      ui-age {
        grid-column: 3;
        grid-row: 1 / 3;
        font-size: var(--text-xs);
        font-weight: 600;
      }
      .hidden-character {
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) request!: DecisionRequest;
  /** How many further ones ask the same. */
  @property({ type: Number }) others = 0;
  /** Its card is the one that is open beside the list. */
  @property({ type: Boolean, reflect: true }) selected = false;

  override render() {
    const { request } = this;
    const look = riskLooks[request.risk];
    return html`<a part="row" href=${`/decisions/${request.id}`} aria-current=${this.selected ? "true" : "false"}>
      <span class="sign ${look.tone}"><ui-icon name=${look.icon} label=${look.word}></ui-icon></span>
      <b>${shownText(request.title)}</b>
      <span class="detail">${demoMark(request.agent)}${shownText(request.agent.name)}${this.#more()}</span>
      <ui-age as="short" at=${request.askedAt}></ui-age>
    </a>`;
  }

  #more(): unknown {
    if (this.others > 0) return html` and ${this.others} more ask the same`;
    const { agent, options, kind } = this.request;
    const vendor = agent.vendor === undefined ? "" : html` · ${shownText(agent.vendor)}`;
    return html`${vendor}${kind === "choice" ? ` · ${options.length} options` : ""}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-row": DecisionRow;
  }
}
