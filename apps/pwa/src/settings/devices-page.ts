import { consume } from "@lit/context";
import type { Device, PairingCode } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { DevicesStore } from "./devices.store.ts";
import { devicesContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "./pairing-invite.ts";

/** Paired phones and browsers: rename this one, revoke any, pair another. */
@customElement("devices-page")
export class DevicesPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .buttons {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-2);
      }
    `,
  ];

  @consume({ context: devicesContext }) private devices!: DevicesStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @state() private revoking: Device | undefined;
  @state() private name: string | undefined;
  @state() private invite: PairingCode | undefined;
  @state() private problem = "";

  constructor() {
    super();
    new StoreController(this, () => this.devices);
    new StoreController(this, () => this.session);
  }

  protected override firstUpdated(): void {
    void this.devices.load();
  }

  override render() {
    const { items, error } = this.devices.state;
    const owner = this.session.state.session?.person.role === "owner";
    const alive = items.filter((device) => !device.revokedAt);
    const current = alive.find((device) => device.current);
    return html`<div class="narrow stack sections">
      <div class="stack">
        ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
        ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
        ${alive.length > 0 ? html`<ui-card flush>${alive.map((device) => this.#row(device))}</ui-card>` : nothing}
        ${current ? this.#renderName(current) : nothing}
      </div>
      ${
        owner
          ? html`<section>
              <h2>Pair another device</h2>
              ${
                this.invite
                  ? html`<pairing-invite .code=${this.invite}></pairing-invite>`
                  : html`<ui-button icon="plus" @click=${() => this.#invite()}>Make a pairing code</ui-button>`
              }
            </section>`
          : nothing
      }
      <ui-dialog
        heading=${`Revoke ${this.revoking?.name ?? ""}?`}
        ?open=${this.revoking !== undefined}
        @dialog-closed=${() => (this.revoking = undefined)}
      >
        <p>It is signed out at once and gets no notifications any more. It can be paired again with a new code.</p>
        <div slot="actions" class="buttons">
          <ui-button wide @click=${() => (this.revoking = undefined)}>Keep it</ui-button>
          <ui-button wide variant="danger" @click=${() => this.#revoke()}>Revoke</ui-button>
        </div>
      </ui-dialog>
    </div>`;
  }

  #row(device: Device) {
    const push = { none: "no notifications", active: "notifications on", gone: "notifications stopped" }[device.push.state];
    const mayRevoke =
      !device.current &&
      (this.session.state.session?.person.role === "owner" || device.person.id === this.session.state.session?.person.id);
    return html`<ui-row>
      <ui-icon slot="start" name="device" class=${device.current ? "good" : ""}></ui-icon>
      ${device.name}${device.current ? " (this one)" : ""}
      <span slot="detail"
        >${device.person.name} · ${push} · seen <ui-age as="ago" at=${device.lastSeenAt}></ui-age>${this.#renderHearing(device.push)}</span
      >
      ${
        mayRevoke
          ? html`<ui-button slot="end" variant="quiet" label=${`Revoke ${device.name}`} @click=${() => (this.revoking = device)}
              >Revoke</ui-button
            >`
          : nothing
      }
    </ui-row>`;
  }

  /** What is known of whether it hears; nothing where it takes no notifications. */
  #renderHearing({ state, deaf, check, service, lastShownAt }: Device["push"]) {
    if (state === "none") return nothing;
    if (deaf) return html`<br /><span class="bad">Deaf since ${formatMoment(deaf.since)}: ${deaf.words}</span>`;
    const shown = lastShownAt ? html`Last shown <ui-age as="ago" at=${lastShownAt}></ui-age>` : "Nothing shown yet";
    if (service === "Apple") return html`<br />${shown}. An iPhone takes no silent check: send a test from it.`;
    if (!check) return html`<br />${shown}. Checked without a sound after a week of silence.`;
    const result = { shown: "it was shown", open: "not shown yet", failed: "it failed" }[check.result];
    return html`<br />${shown}. Weekly check of ${formatMoment(check.at)}: ${result}.`;
  }

  #renderName(current: Device) {
    const name = this.name ?? current.name;
    const changed = name.trim() !== "" && name.trim() !== current.name;
    return html`<ui-card
      ><div class="stack">
        <ui-field
          label="Name of this device"
          maxlength="80"
          .value=${name}
          @field-changed=${(event: FieldChangedEvent) => (this.name = event.value)}
          @field-entered=${() => this.#rename(name)}
        ></ui-field>
        ${changed ? html`<div class="actions"><ui-button variant="primary" @click=${() => this.#rename(name)}>Save the name</ui-button></div>` : nothing}
      </div></ui-card
    >`;
  }

  async #rename(name: string): Promise<void> {
    if (name.trim() === "") return;
    await this.#attempt(async () => {
      await this.devices.rename(name.trim());
      this.name = undefined;
    });
  }

  async #invite(): Promise<void> {
    await this.#attempt(async () => (this.invite = await this.devices.invite({})));
  }

  async #revoke(): Promise<void> {
    const device = this.revoking;
    this.revoking = undefined;
    if (device) await this.#attempt(() => this.devices.revoke(device.id));
  }

  async #attempt(action: () => Promise<unknown>): Promise<void> {
    this.problem = "";
    try {
      await action();
    } catch (error) {
      this.problem = words(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "devices-page": DevicesPage;
  }
}
