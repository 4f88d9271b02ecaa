import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { DemoStore } from "../demo/demo.store.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, demoContext, pushContext, sessionContext, updateContext } from "../platform/contexts.ts";
import { painted } from "../platform/painted.ts";
import { StoreController } from "../platform/store-controller.ts";
import type { UpdateStore } from "../platform/update.store.ts";
import { Attempt } from "../settings/attempt.ts";
import type { PushStore } from "../settings/push.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

/** What a person must know about the app itself, one line each, and only when it is so. */
@customElement("app-banners")
export class AppBanners extends LitElement {
  static override styles = [
    baseStyles,
    css`
      /* With nothing to say it takes no room, not even a gap; its live region stays. */
      :host {
        display: contents;
      }
      .banners {
        display: grid;
        gap: var(--space-2);
      }
      .banner {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 48px;
        padding: var(--space-1) var(--space-2) var(--space-1) var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface);
        color: var(--ink-soft);
        font: 400 var(--text-s) / 1.4 var(--font);
      }
      p {
        padding-block: var(--space-2);
      }
      .beacon {
        color: var(--beacon);
      }
      .info {
        color: var(--info);
      }
    `,
  ];

  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: updateContext }) private updates!: UpdateStore;
  @consume({ context: pushContext }) private push!: PushStore;
  @consume({ context: demoContext }) private demo!: DemoStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  readonly #removal = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.connection);
    new StoreController(this, () => this.updates);
    new StoreController(this, () => this.push);
    new StoreController(this, () => this.demo);
    new StoreController(this, () => this.session);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The inbox first: it is what people open the app for.
    void painted().then(() => this.demo.load());
  }

  override render() {
    const banners = [this.#renderOffline(), this.#renderDemo(), this.#renderPush(), this.#renderUpdate()].filter(
      (item) => item !== nothing,
    );
    return html`<div role="status" class="visually-hidden">${this.#offlineWords()}</div>
      ${banners.length > 0 ? html`<div class="banners">${banners}</div>` : nothing}`;
  }

  #renderOffline() {
    const words = this.#offlineWords();
    return words === "" ? nothing : banner({ icon: "offline", tone: "", words });
  }

  #offlineWords(): string {
    const { state, asOf, pendingAnswers } = this.connection.state;
    const waiting = pendingAnswers === 1 ? "1 answer waits to be sent." : `${pendingAnswers} answers wait to be sent.`;
    if (state !== "offline") return "";
    const known = asOf === undefined ? "No connection." : `No connection. This is how it was at ${formatMoment(asOf)}.`;
    return pendingAnswers > 0 ? `${known} ${waiting}` : known;
  }

  /** On every screen: nobody shall take the demo's figures for their own. */
  #renderDemo() {
    if (!this.demo.state.shown) return nothing;
    const { busy, problem } = this.#removal;
    const isOwner = this.session.state.session?.person.role === "owner";
    const remove = () => void this.#removal.run(() => this.demo.remove());
    const words = problem || "Demo data is made up.";
    const action = html`<ui-button variant="quiet" ?busy=${busy} @click=${remove}>Remove demo</ui-button>`;
    return banner({ icon: "info", tone: problem ? "beacon" : "info", words, ...(isOwner ? { action } : {}) });
  }

  #renderPush() {
    const { wanted, subscribed, busy, support } = this.push.state;
    if (!wanted || subscribed || busy || support === "unsupported") return nothing;
    const words = "Notifications stopped on this device.";
    return banner({
      icon: "bellOff",
      tone: "beacon",
      words,
      action: html`<ui-button variant="quiet" href="/settings/notifications">See why</ui-button>`,
    });
  }

  #renderUpdate() {
    if (!this.updates.state.available) return nothing;
    const action = html`<ui-button variant="quiet" @click=${() => this.updates.apply()}>Use it now</ui-button>`;
    return banner({ icon: "refresh", tone: "info", words: "A newer version is ready.", action });
  }
}

function banner({ icon, tone, words, action }: { icon: IconName; tone: string; words: string; action?: unknown }) {
  return html`<div class="banner">
    <ui-icon class=${tone} name=${icon}></ui-icon>
    <p>${words}</p>
    ${action ?? nothing}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "app-banners": AppBanners;
  }
}
