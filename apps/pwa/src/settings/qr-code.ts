import { css, LitElement, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { qrPath } from "./qr-path.ts";

/**
 * Text as a QR code: dark on a white plate in every theme, for cameras read it so.
 * @cssproperty --qr-size Width and height, 220 px unless set.
 */
@customElement("qr-code")
export class QrCode extends LitElement {
  static override styles = css`
    :host {
      display: block;
      inline-size: var(--qr-size, 220px);
      aspect-ratio: 1;
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      border-radius: var(--radius-s);
      background: #fff;
    }
    path {
      fill: #000;
    }
  `;

  @property() text = "";
  /** What it leads to, for those who do not see it. */
  @property() label = "QR code";

  override render() {
    const { path, size } = qrPath(this.text);
    return svg`<svg viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label=${this.label}>
      <path d=${path}></path>
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "qr-code": QrCode;
  }
}
