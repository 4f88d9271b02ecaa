import { html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { pageStyles } from "./page.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-empty";

/** An address that leads nowhere. */
@customElement("unknown-page")
export class UnknownPage extends LitElement {
  static override styles = pageStyles;

  override render() {
    return html`<ui-empty tone="quiet" icon="question" heading="There is nothing here">
      <p>The address may be old, or mistyped.</p>
      <ui-button href="/">Go to Now</ui-button>
    </ui-empty>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "unknown-page": UnknownPage;
  }
}
