import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { StoreController } from "../platform/store-controller.ts";
import { bannerStyles } from "../shell/banner.styles.ts";
import { recoveryContext } from "./recovery.context.ts";
import type { RecoveryStore } from "./recovery.store.ts";
import { actionLooks, countWords, isMoving, stands } from "./recovery-looks.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

/** On every screen while the team is stopped or in maintenance: nobody shall wonder why nothing moves. */
@customElement("recovery-banner")
export class RecoveryBanner extends LitElement {
  static override styles = [
    baseStyles,
    bannerStyles,
    css`
      :host([hidden]) {
        display: none;
      }
      .list {
        display: grid;
        gap: var(--space-2);
      }
    `,
  ];

  @consume({ context: recoveryContext }) private recovery!: RecoveryStore;

  constructor() {
    super();
    new StoreController(this, () => this.recovery);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.recovery.load();
  }

  override render() {
    const standing = this.recovery.state.recoveries.filter(stands);
    if (standing.length === 0) return nothing;
    return html`<div class="list">
      ${standing.map((one) => {
        const { action, by, requestedAt, reason, counts, back } = one;
        return html`<div class="banner">
          <ui-icon class=${isMoving(one) ? "info" : "beacon"} name=${actionLooks[action].icon}></ui-icon>
          <p>
            ${said(action, one.state)} by ${shownText(short(by.name ?? by.kind, 60))},
            <ui-age as="ago" at=${requestedAt}></ui-age
            >${reason ? html`: ${shownText(short(reason, 160))}` : nothing}${isMoving(one) ? html` · ${countWords(back ?? counts)}` : nothing}
          </p>
          <ui-button variant="quiet" href="/teamwork/recovery">${isMoving(one) ? "See" : "Resume"}</ui-button>
        </div>`;
      })}
    </div>`;
  }
}

const said = (action: keyof typeof actionLooks, state: string): string => {
  if (state === "resuming") return `Resumed: ${actionLooks[action].title.toLowerCase()}, begun`;
  if (action === "maintenance") return "Maintenance";
  if (state === "running") return `${actionLooks[action].title}, under way,`;
  return action === "pause_all" ? "All agents paused" : "All tasks stopped";
};

declare global {
  interface HTMLElementTagNameMap {
    "recovery-banner": RecoveryBanner;
  }
}
