import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { alertsContext } from "./alerts.context.ts";
import type { AlertsStore } from "./alerts.store.ts";
import { isUntaken } from "./taken.ts";
import "./alert-list.ts";

const few = 5;

/** What fires, in a few lines; nothing where nothing does. What somebody has, or what is silenced, is only counted. */
@customElement("now-alerts")
export class NowAlerts extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      :host([hidden]) {
        display: none;
      }
      a {
        color: inherit;
      }
    `,
  ];

  @consume({ context: alertsContext }) private alerts!: AlertsStore;

  constructor() {
    super();
    new StoreController(this, () => this.alerts);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.alerts.load();
  }

  override render() {
    // Until it is known what fires, its place is kept as it is.
    if (!this.alerts.state.ready) return nothing;
    const firing = this.alerts.state.alerts.filter(({ state }) => state === "firing");
    const loud = firing.filter(isUntaken);
    this.hidden = firing.length === 0;
    if (firing.length === 0) return nothing;
    const quiet = firing.length - Math.min(few, loud.length);
    return html`<section>
      <h2>
        Alerts ${loud.length > 0 ? html`<span class="count">${loud.length}</span>` : nothing}
        <span class="aside"><a href="/alerts">${quiet > 0 ? `${quiet} more` : "All"}</a></span>
      </h2>
      ${loud.length > 0 ? html`<alert-list .alerts=${loud.slice(0, few)}></alert-list>` : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "now-alerts": NowAlerts;
  }
}
