import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { Attempt } from "../platform/attempt.ts";
import { bannerStyles } from "../shell/banner.styles.ts";
import { demoContext } from "./demo.context.ts";
import type { DemoStore } from "./demo.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

/** On every screen while the demo fleet is among the agents: nobody shall take its figures for their own. */
@customElement("demo-banner")
export class DemoBanner extends LitElement {
  static override styles = [baseStyles, bannerStyles];

  @consume({ context: demoContext }) private demo!: DemoStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  readonly #removal = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.demo);
    new StoreController(this, () => this.session);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.demo.load();
  }

  override render() {
    if (!this.demo.state.shown) return nothing;
    const { busy, problem } = this.#removal;
    const isOwner = this.session.state.session?.person.role === "owner";
    const remove = () => void this.#removal.run(() => this.demo.remove());
    return html`<div class="banner">
      <ui-icon class=${problem ? "beacon" : "info"} name="info"></ui-icon>
      <p>${problem || "Demo data is made up."}</p>
      ${isOwner ? html`<ui-button variant="quiet" ?busy=${busy} @click=${remove}>Remove demo</ui-button>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "demo-banner": DemoBanner;
  }
}
