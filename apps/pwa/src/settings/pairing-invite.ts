import type { PairingCode } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import { TickController } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-copy";

/** A pairing code: to scan, to read across a desk, or to copy; and how long it is good. */
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
      /* Keeps its place while its code is on the way. */
      qr-code {
        display: block;
        inline-size: var(--qr-size);
        aspect-ratio: 1;
        --qr-size: 220px;
      }
      .over {
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) code!: PairingCode;
  @state() private drawn = true;
  readonly #tick = new TickController(this);

  override connectedCallback(): void {
    super.connectedCallback();
    // Rarely needed, so it is fetched now; without it code and address still do.
    import("./qr-code.ts").then(
      () => (this.drawn = true),
      () => (this.drawn = false),
    );
  }

  override render() {
    const over = Date.parse(this.code.expiresAt) <= this.#tick.now;
    if (over)
      return html`<ui-card
        ><div><p class="over">This code has expired. Make a new one.</p></div></ui-card
      >`;
    return html`<ui-card
      ><div>
        ${this.drawn ? html`<qr-code text=${this.code.url} label="QR code of the address below"></qr-code>` : nothing}
        <strong>${this.code.code}</strong>
        <p>
          Scan this or open the address on the other device, or type the code there. It works once, for
          <ui-age as="left" at=${this.code.expiresAt}></ui-age>.
        </p>
        ${this.code.url.startsWith("http:") ? html`<p>A phone needs an https address of Beckon: the README says how.</p>` : nothing}
        <ui-copy worded text=${this.code.url} label="Copy the address"></ui-copy></div
    ></ui-card>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "pairing-invite": PairingInvite;
  }
}
