import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, pushContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { DevicesStore } from "./devices.store.ts";
import { supportWords } from "./push-support.ts";
import { pushSummary } from "./push-words.ts";
import type { PushStore } from "./push.store.ts";
import { noChangeOffline } from "./no-change-offline.ts";
import type { PolicyStore } from "./policy.store.ts";
import { devicesContext, policyContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "@beckon/ui/ui-switch";
import "./policy-card.ts";
import "./test-progress.ts";

/** Notifications on this device: on, off, proven, and why not where they cannot be. */
@customElement("notifications-page")
export class NotificationsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .state {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--space-3);
        align-items: center;
      }
      .disc {
        display: grid;
        place-items: center;
        inline-size: 44px;
        block-size: 44px;
        border-radius: 50%;
        background: var(--raised);
        color: var(--ink-soft);
      }
      .disc.on {
        background: var(--good-soft);
        color: var(--good);
      }
      .state b {
        font-size: var(--text-m);
        font-weight: 650;
      }
      ui-card .stack {
        gap: var(--space-4);
      }
    `,
  ];

  @consume({ context: pushContext }) private push!: PushStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: devicesContext }) private devices!: DevicesStore;
  @consume({ context: policyContext }) private policy!: PolicyStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private problem = "";

  constructor() {
    super();
    new StoreController(this, () => this.push);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.devices);
    new StoreController(this, () => this.policy);
    new StoreController(this, () => this.connection);
  }

  protected override firstUpdated(): void {
    void this.devices.load();
    void this.policy.load();
  }

  override render() {
    const session = this.session.state.session;
    const { support, subscribed, error, lastTest } = this.push.state;
    if (!session) return nothing;
    const device = this.devices.state.items.find((item) => item.current) ?? session.device;
    return html`<div class="narrow stack">
      <ui-card>
        <div class="stack">
          <div class="state">
            <span class="disc ${subscribed ? "on" : ""}"><ui-icon name=${subscribed ? "bell" : "bellOff"}></ui-icon></span>
            <div>
              <b>${pushSummary(this.push.state)}</b>
              <p class="small">${device.name}</p>
            </div>
          </div>
          ${support === "ok" ? nothing : html`<p class="quiet">${supportWords[support]}</p>`}
          ${error && error !== supportWords[support] ? html`<p class="error" role="alert">${error}</p>` : nothing} ${this.#renderButtons()}
          ${lastTest ? html`<test-progress .delivery=${lastTest}></test-progress>` : nothing}
          ${
            session.server.applePush
              ? nothing
              : html`<p class="small">
                  For iPhone, iPad and Safari the server must name a contact: start it with
                  <code>BECKON_VAPID_SUBJECT=mailto:you@example.org</code>. Other browsers work without.
                </p>`
          }
        </div>
      </ui-card>
      ${
        subscribed
          ? html`<ui-card
              ><ui-switch
                label="Private on the lock screen"
                hint="The notification says that a decision waits, and nothing of what it is about."
                .on=${device.privateNotifications}
                @switch-turned=${(event: SwitchTurnedEvent) => this.#setPrivate(event.on)}
              ></ui-switch
              >${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}</ui-card
            >`
          : nothing
      }
      ${this.#renderProof(device.push)} ${subscribed ? this.#renderPolicy() : nothing}
      <ui-card flush
        ><ui-row href="/settings/escalation"
          ><ui-icon slot="start" name="alert"></ui-icon>Escalation<span slot="detail">Who is told next while nobody takes it</span></ui-row
        >${
          session.person.role === "owner"
            ? html`<ui-row href="/settings/channels"
                ><ui-icon slot="start" name="connect"></ui-icon>Channels<span slot="detail">ntfy, webhooks and mail</span></ui-row
              >`
            : nothing
        }<ui-row href="/settings/deliveries"
          ><ui-icon slot="start" name="send"></ui-icon>Deliveries<span slot="detail"
            >Every notification, and what became of it</span
          ></ui-row
        ></ui-card
      >
    </div>`;
  }

  #renderButtons() {
    const { support, subscribed, busy } = this.push.state;
    if (support !== "ok") return nothing;
    if (!subscribed) {
      return html`<ui-button wide variant="primary" icon="bell" ?busy=${busy} @click=${() => this.push.enable()}
        >Enable notifications</ui-button
      >`;
    }
    return html`<div class="actions">
      <ui-button variant="primary" icon="send" ?busy=${busy} @click=${() => this.push.sendTest()}>Send a test</ui-button>
      <ui-button ?disabled=${busy} @click=${() => this.push.disable()}>Turn off here</ui-button>
    </div>`;
  }

  #renderPolicy() {
    const { policies, error } = this.policy.state;
    return html`${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
    ${
      policies
        ? html`<policy-card
            .policies=${policies}
            why=${noChangeOffline(this.connection.state)}
            @policy-changed=${(event: HTMLElementEventMap["policy-changed"]) => this.policy.change(event.change)}
            @policy-scoped=${(event: HTMLElementEventMap["policy-scoped"]) => this.policy.differ(event.differs)}
          ></policy-card>`
        : nothing
    }`;
  }

  #renderProof(push: { lastAcceptedAt?: string; lastShownAt?: string; failure?: string }) {
    if (!push.lastAcceptedAt && !push.failure) return nothing;
    return html`<p class="small">
      ${push.lastAcceptedAt ? html`The push service last took one <ui-age as="ago" at=${push.lastAcceptedAt}></ui-age>. ` : nothing}
      ${push.lastShownAt ? html`This device last showed one <ui-age as="ago" at=${push.lastShownAt}></ui-age>. ` : nothing}
      ${push.failure ? html`<span class="error">The last one failed: ${push.failure}</span>` : nothing}
    </p>`;
  }

  async #setPrivate(on: boolean): Promise<void> {
    try {
      await this.devices.setPrivate(on);
      this.problem = "";
    } catch (error) {
      this.problem = words(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "notifications-page": NotificationsPage;
  }
}
