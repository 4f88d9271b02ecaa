import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, pushContext, sessionContext, updateContext } from "../platform/contexts.ts";
import { painted } from "../platform/painted.ts";
import { StoreController } from "../platform/store-controller.ts";
import type { UpdateStore } from "../platform/update.store.ts";
import { whenIdle } from "../platform/when-idle.ts";
import type { PushStore } from "../settings/push.store.ts";
import { bannerStyles } from "./banner.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

/** What a person must know about the app itself, one line each, and only when it is so. */
@customElement("app-banners")
export class AppBanners extends LitElement {
  static override styles = [
    baseStyles,
    bannerStyles,
    css`
      .banners {
        display: grid;
        gap: var(--space-2);
      }
      /* Its code comes later: until then it must not hold a row of the page. */
      demo-banner:not(:defined),
      recovery-banner:not(:defined) {
        display: none;
      }
    `,
  ];

  /** The page below: what it says itself is not said above it too. */
  @property({ attribute: false }) tag = "";
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: updateContext }) private updates!: UpdateStore;
  @consume({ context: pushContext }) private push!: PushStore;
  @consume({ context: sessionContext }) private session!: SessionStore;

  constructor() {
    super();
    new StoreController(this, () => this.connection);
    new StoreController(this, () => this.updates);
    new StoreController(this, () => this.push);
    new StoreController(this, () => this.session);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The inbox first: it is what people open the app for.
    void painted().then(() => whenIdle(() => void import("../demo/demo-banner.ts").catch(() => undefined)));
  }

  override render() {
    const banners = [this.#renderOffline(), this.#renderPush(), this.#renderDeaf(), this.#renderUpdate()].filter(
      (item) => item !== nothing,
    );
    return html`<div role="status" class="visually-hidden">${this.#offlineWords()}</div>
      ${banners.length > 0 ? html`<div class="banners">${banners}</div>` : nothing}<recovery-banner
        ?hidden=${this.tag === "recovery-page"}
      ></recovery-banner
      ><demo-banner></demo-banner>`;
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

  /** Another device of this person, or this one where its own banner does not say so already. */
  #renderDeaf() {
    const { session } = this.session.state;
    const stopped = this.push.state.wanted && !this.push.state.subscribed;
    const deaf = (session?.deaf ?? []).filter(({ deviceId }) => deviceId !== session?.device.id || !stopped);
    const [first, ...more] = deaf;
    if (!first) return nothing;
    const who = first.deviceId === session?.device.id ? "This device" : first.name;
    const others = more.length === 0 ? "" : more.length === 1 ? " One more device too." : ` ${more.length} more devices too.`;
    return banner({
      icon: "bellOff",
      tone: "beacon",
      words: `${who} has been deaf since ${formatMoment(first.since)}: notifications do not seem to reach it.${others}`,
      action: html`<ui-button variant="quiet" href="/settings/devices">See why</ui-button>`,
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
