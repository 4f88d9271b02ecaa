import { consume } from "@lit/context";
import type { Channel } from "@beckon/contracts/channels";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { lastWords, whereWords } from "./channel-draft.ts";
import type { ChannelConfirmed } from "./channel-sheet.ts";
import type { ChannelsStore } from "./channels.store.ts";
import { noChangeOffline } from "./no-change-offline.ts";
import { channelsContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "./channel-sheet.ts";

/** Ways to people that are no device: added, tested and removed by owners. */
@customElement("channels-page")
export class ChannelsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .channel {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-3);
        padding: var(--space-4);
      }
      .channel + .channel {
        border-block-start: 1px solid var(--line);
      }
      .channel > ui-icon {
        grid-row: 1 / span 3;
        padding-block-start: 2px;
      }
      .channel b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .channel .actions {
        padding-block-start: var(--space-2);
      }
    `,
  ];

  @consume({ context: channelsContext }) private channels!: ChannelsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  /** The one in the sheet; "new" for none yet. */
  @state() private open: Channel | "new" | undefined;
  readonly #saving = new Attempt(this);
  readonly #testing = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.channels);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
  }

  protected override firstUpdated(): void {
    if (this.#owner) void this.channels.load();
  }

  get #owner(): boolean {
    return this.session.state.session?.person.role === "owner";
  }

  override render() {
    if (!this.#owner) return html`<p class="narrow small">Channels are for owners.</p>`;
    const { items, asOf, error } = this.channels.state;
    const why = noChangeOffline(this.connection.state);
    return html`<div class="narrow stack">
      <p class="quiet">
        A step of the <a href="/settings/escalation">escalation</a> tells a channel when no device has brought anybody. What goes through it
        leaves this server; a private one says only that something waits.
      </p>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${this.#testing.problem ? html`<p class="error" role="alert">${this.#testing.problem}</p>` : nothing}
      ${
        items.length > 0
          ? html`<ui-card flush
              >${repeat(
                items,
                ({ id }) => id,
                (channel) => this.#renderChannel(channel, why),
              )}</ui-card
            >`
          : asOf
            ? html`<ui-empty tone="quiet" icon="send" heading="No channels yet"
                >An ntfy topic, a webhook of your pager, or mail: for the time when no phone is heard.</ui-empty
              >`
            : nothing
      }
      ${why ? html`<p class="small">${why}</p>` : nothing}
      ${
        asOf || error
          ? html`<div class="actions">
              <ui-button icon="plus" ?disabled=${why !== ""} @click=${() => (this.open = "new")}>Add a channel</ui-button>
            </div>`
          : nothing
      }
      ${
        this.open
          ? html`<channel-sheet
              .channel=${this.open === "new" ? undefined : this.open}
              ?busy=${this.#saving.busy}
              problem=${this.#saving.problem}
              @dialog-closed=${() => (this.open = undefined)}
              @channel-confirmed=${(event: ChannelConfirmed) => this.#confirm(event.wish)}
            ></channel-sheet>`
          : nothing
      }
    </div>`;
  }

  #renderChannel(channel: Channel, why: string) {
    const { last, enabled } = channel;
    const failed = last?.status === "failed";
    const testing = this.channels.state.testing;
    return html`<div class="channel">
      <ui-icon
        name=${!enabled ? "bellOff" : failed ? "alert" : last?.status === "accepted" ? "check" : "send"}
        class=${failed ? "bad" : last?.status === "accepted" && enabled ? "good" : "tone-quiet"}
      ></ui-icon>
      <b>${channel.name}${enabled ? "" : " (off)"}</b>
      <span class="small">${whereWords(channel)}${channel.private ? " · private" : ""}</span>
      <span class="small ${failed ? "bad" : ""}" role="status">${lastWords(channel)}${last ? ` · ${formatMoment(last.at)}` : ""}</span>
      <span></span>
      <div class="actions">
        <ui-button
          icon="send"
          label=${`Send a test through ${channel.name}`}
          ?busy=${testing === channel.id}
          ?disabled=${why !== "" || !enabled || (testing !== undefined && testing !== channel.id)}
          @click=${() => this.#testing.run(() => this.channels.test(channel.id))}
          >Send a test</ui-button
        >
        <ui-button label=${`Change ${channel.name}`} ?disabled=${why !== ""} @click=${() => (this.open = channel)}>Change</ui-button>
      </div>
    </div>`;
  }

  async #confirm(wish: ChannelConfirmed["wish"]): Promise<void> {
    const id = this.open === "new" ? undefined : this.open?.id;
    const done = await this.#saving.run(() => ("save" in wish ? this.channels.save(id, wish.save) : this.channels.remove(id ?? "")));
    if (done) this.open = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "channels-page": ChannelsPage;
  }
}
