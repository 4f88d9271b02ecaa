import { html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../shell/unknown-page.ts";

const pages = {
  records: { load: () => import("./coordinations-page.ts"), draw: () => html`<coordinations-page></coordinations-page>` },
  failures: { load: () => import("./failures-page.ts"), draw: () => html`<failures-page></failures-page>` },
  collisions: { load: () => import("./collisions-page.ts"), draw: () => html`<collisions-page></collisions-page>` },
  healing: { load: () => import("../healing/healing-page.ts"), draw: () => html`<healing-page></healing-page>` },
} as const;

/** What stands behind the figures of teamwork. One route for all of it: each route costs the first screen of the app bytes. */
@customElement("teamwork-rows-page")
export class TeamworkRowsPage extends LitElement {
  /** From the address. */
  @property() rows = "";
  @state() private loaded = false;

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.style.display = "contents";
    void this.#page()
      ?.load()
      .then(() => (this.loaded = true));
  }

  override render() {
    const page = this.#page();
    if (!page) return html`<unknown-page></unknown-page>`;
    return this.loaded ? page.draw() : html`<p role="status">Loading</p>`;
  }

  #page() {
    return Object.hasOwn(pages, this.rows) ? pages[this.rows as keyof typeof pages] : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "teamwork-rows-page": TeamworkRowsPage;
  }
}
