import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { drawing, type IconName } from "./icons.ts";

/**
 * An icon from the inline set. Without a label it is decoration and hidden from screen readers.
 * @cssproperty --icon-size Edge length, 1.25em unless set.
 * @cssproperty --icon-stroke Width of its lines on the 24 px grid, 1.8 unless set: more where it is small.
 */
@customElement("ui-icon")
export class UiIcon extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      inline-size: var(--icon-size, 1.25em);
      block-size: var(--icon-size, 1.25em);
      flex: none;
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
      stroke-width: var(--icon-stroke, 1.8);
      forced-color-adjust: auto;
    }
    svg.turns:dir(rtl) {
      transform: scaleX(-1);
    }
  `;

  /** Which drawing. */
  @property() name: IconName = "info";
  /** Spoken name, where the icon alone carries meaning. */
  @property() label = "";

  override render() {
    const { content, filled } = drawing(this.name);
    const turns = this.name === "back" || this.name === "forward";
    return html`<svg
      viewBox="0 0 24 24"
      class=${turns ? "turns" : ""}
      fill=${filled ? "currentColor" : "none"}
      stroke=${filled ? "none" : "currentColor"}
      stroke-linecap="round"
      stroke-linejoin="round"
      role=${this.label ? "img" : nothing}
      aria-label=${this.label || nothing}
      aria-hidden=${this.label ? nothing : "true"}
    >
      ${svg`${content}`}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-icon": UiIcon;
  }
}
