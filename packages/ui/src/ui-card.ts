import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";

/**
 * A surface that holds one thing.
 * @slot Its content.
 * @cssproperty --card-padding Inner distance, 16 px unless set.
 */
@customElement("ui-card")
export class UiCard extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
      padding: var(--card-padding, var(--space-4));
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      box-shadow: var(--shadow);
    }
    :host([flush]) {
      --card-padding: 0;
      overflow: clip;
    }
    :host([tone="bad"]) {
      border-color: color-mix(in srgb, var(--bad) 45%, var(--line));
    }
    :host([tone="beacon"]) {
      border-color: color-mix(in srgb, var(--beacon) 45%, var(--line));
    }
  `;

  /** Colours the border; the words inside say why. */
  @property({ reflect: true }) tone: "plain" | "bad" | "beacon" = "plain";
  /** No inner distance: for rows that reach from edge to edge. */
  @property({ type: Boolean, reflect: true }) flush = false;

  override render() {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-card": UiCard;
  }
}
