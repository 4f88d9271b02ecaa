import type { PairingCode } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import { TickController } from "@beckon/ui/ticker";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-copy";

/** A pairing code, large enough to read across a desk, and how long it is good. */
@customElement("pairing-invite")
export class PairingInvite extends LitElement {
  static override styles = [
    baseStyles,
    css`
      div {
        display: grid;
        gap: var(--space-2);
        justify-items: center;
        text-align: center;
        font: 400 var(--text-s) / 1.5 var(--font);
        color: var(--ink-soft);
      }
      strong {
        font: 650 var(--text-xl) / 1.3 var(--mono);
        letter-spacing: 0.1em;
        color: var(--ink);
      }
      .over {
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) code!: PairingCode;
  readonly #tick = new TickController(this);

  override render() {
    const over = Date.parse(this.code.expiresAt) <= this.#tick.now;
    if (over)
      return html`<ui-card
        ><div><p class="over">This code has expired. Make a new one.</p></div></ui-card
      >`;
    return html`<ui-card
      ><div>
        <strong>${this.code.code}</strong>
        <p>
          Open this address on the other device, or type the code there. It works once, for
          <ui-age as="left" at=${this.code.expiresAt}></ui-age>.
        </p>
        <ui-copy worded text=${this.code.url} label="Copy the address"></ui-copy></div
    ></ui-card>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "pairing-invite": PairingInvite;
  }
}
