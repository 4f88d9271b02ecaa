import { html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { pageStyles } from "./page.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-empty";

/** The code of a page could not be loaded. */
@customElement("broken-page")
export class BrokenPage extends LitElement {
  static override styles = pageStyles;

  override render() {
    return html`<ui-empty tone="quiet" icon="offline" heading="This page could not be loaded">
      <p>The connection broke off, or a newer version of the app is ready. Load it again.</p>
      <ui-button icon="refresh" @click=${() => location.reload()}>Load again</ui-button>
    </ui-empty>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "broken-page": BrokenPage;
  }
}
