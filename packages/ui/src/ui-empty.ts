import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import type { IconName } from "./icons.ts";
import "./ui-icon.ts";

/**
 * A place with nothing in it, said calmly.
 * @slot What that means, and what to do.
 */
@customElement("ui-empty")
export class UiEmpty extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: var(--space-2);
        padding: var(--space-6) var(--space-4);
        text-align: center;
        color: var(--ink-soft);
        font: 400 var(--text-s) / 1.5 var(--font);
      }
      .disc {
        display: grid;
        place-items: center;
        inline-size: 56px;
        block-size: 56px;
        border-radius: 50%;
        background: var(--good-soft);
        color: var(--good);
        --icon-size: 26px;
        margin-block-end: var(--space-2);
      }
      :host([tone="quiet"]) .disc {
        background: var(--raised);
        color: var(--ink-soft);
      }
      h2 {
        color: var(--ink);
        font: 650 var(--text-l) / 1.25 var(--font);
        letter-spacing: -0.012em;
        text-wrap: balance;
      }
      .text {
        display: grid;
        gap: var(--space-4);
        justify-items: center;
        max-inline-size: 44ch;
        text-wrap: pretty;
      }
    `,
  ];

  @property() icon: IconName = "check";
  @property() heading = "";
  @property({ reflect: true }) tone: "good" | "quiet" = "good";

  override render() {
    return html`<span class="disc"><ui-icon name=${this.icon}></ui-icon></span>
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}
      <div class="text"><slot></slot></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-empty": UiEmpty;
  }
}
