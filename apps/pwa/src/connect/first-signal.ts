import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

/** A light that turns green at the first real request, and what to look at while it does not. */
@customElement("first-signal")
export class FirstSignal extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        font: 400 var(--text-s) / 1.5 var(--font);
        color: var(--ink-soft);
      }
      .state {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--space-3);
      }
      .light {
        display: grid;
        place-items: center;
        inline-size: 44px;
        block-size: 44px;
        border-radius: 50%;
        border: 2px dashed var(--line-strong);
        color: var(--ink-soft);
      }
      .light.half {
        border: 2px solid var(--info);
        color: var(--info);
      }
      .light.on {
        border: 0;
        background: var(--good-soft);
        color: var(--good);
      }
      b {
        display: block;
        color: var(--ink);
        font-weight: 650;
        overflow-wrap: anywhere;
      }
      ul {
        padding-inline-start: 1.3em;
        list-style: disc;
        font-size: 0.8125rem;
      }
      summary {
        min-block-size: var(--touch);
        display: flex;
        align-items: center;
        cursor: pointer;
        color: var(--ink-soft);
      }
      code {
        font: 500 0.8125rem / 1.5 var(--mono);
        color: var(--ink);
      }
    `,
  ];

  /** The first request that came since the page was opened. */
  @property({ attribute: false }) request?: DecisionRequest;
  /** When the new token was used first. */
  @property() tokenUsedAt?: string;
  @property() url = "";

  override render() {
    const { request } = this;
    if (request) {
      return html`<div class="state" role="status">
        <span class="light on"><ui-icon name="check"></ui-icon></span>
        <p><b>${shownText(request.agent.name)} asks</b>${shownText(request.title)}</p>
        <ui-button href=${`/decisions/${request.id}`}>Open</ui-button>
      </div>`;
    }
    return html`<div class="state" role="status">
        <span class="light ${this.tokenUsedAt ? "half" : ""}"><ui-icon name=${this.tokenUsedAt ? "info" : "connect"}></ui-icon></span>
        <p>
          <b>${this.tokenUsedAt ? "The token was used" : "Waiting for the first question"}</b>${
            this.tokenUsedAt ? "The agent reaches this server, and has not asked anything yet." : "This turns green by itself."
          }
        </p>
      </div>
      <details>
        <summary>It does not come?</summary>
        <ul>
          <li>Can that machine reach <code>${this.url}</code>? Try <code>curl ${this.url}/health</code> there.</li>
          <li>Is the whole token pasted, in one line and without quotes around it?</li>
          <li>Is the token still good? Settings, People and access lists it, with its last use.</li>
        </ul>
      </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "first-signal": FirstSignal;
  }
}
