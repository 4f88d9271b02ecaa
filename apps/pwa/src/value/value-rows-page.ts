import { html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../shell/unknown-page.ts";

const pages = {
  assumptions: { load: () => import("./assumptions-page.ts"), draw: () => html`<assumptions-page></assumptions-page>` },
  outcomes: { load: () => import("../outcomes/outcomes-page.ts"), draw: () => html`<outcomes-page></outcomes-page>` },
  report: { load: () => import("./report-page.ts"), draw: () => html`<report-page></report-page>` },
  budgets: { load: () => import("../budgets/budgets-page.ts"), draw: () => html`<budgets-page></budgets-page>` },
  attention: { load: () => import("../attention/attention-page.ts"), draw: () => html`<attention-page></attention-page>` },
} as const;

/** What stands behind the figures of value. One route for all of it: each route costs the first screen of the app bytes. */
@customElement("value-rows-page")
export class ValueRowsPage extends LitElement {
  /** From the address. */
  @property() rows = "";
  @state() private loaded: "" | "yes" | "no" = "";

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.style.display = "contents";
    this.#page()
      ?.load()
      .then(
        () => (this.loaded = "yes"),
        () => (this.loaded = "no"),
      );
  }

  override render() {
    const page = this.#page();
    if (!page) return html`<unknown-page></unknown-page>`;
    if (this.loaded === "no")
      return html`<p role="alert">The code of this page could not be had. Check the connection, and open it again.</p>`;
    return this.loaded === "yes" ? page.draw() : html`<p role="status">Loading</p>`;
  }

  #page() {
    return Object.hasOwn(pages, this.rows) ? pages[this.rows as keyof typeof pages] : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "value-rows-page": ValueRowsPage;
  }
}
