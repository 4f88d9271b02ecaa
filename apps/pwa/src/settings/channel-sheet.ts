import type { Channel, ChannelInput, ChannelKind } from "@beckon/contracts/channels";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { draftOfChannel, freshChannel, inputOf, type ChannelDraft } from "./channel-draft.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-select";
import "@beckon/ui/ui-switch";

const kinds = [
  { value: "ntfy", label: "ntfy" },
  { value: "webhook", label: "Webhook" },
  { value: "email", label: "Mail" },
];
const securities = [
  { value: "starttls", label: "STARTTLS (587)" },
  { value: "tls", label: "TLS (465)" },
  { value: "none", label: "In the open, inside the network" },
];
const secretWords: Record<ChannelKind, { label: string; hint: string }> = {
  ntfy: { label: "Access token", hint: "Where the topic needs one." },
  webhook: { label: "Signing key", hint: "By Standard Webhooks, such as whsec_…; without it nothing is signed." },
  email: { label: "Password", hint: "Where the server wants one." },
};

/** A channel is to be so, or to be gone. */
export class ChannelConfirmed extends Event {
  readonly wish: { save: ChannelInput } | { remove: true };
  constructor(wish: ChannelConfirmed["wish"]) {
    super("channel-confirmed", { bubbles: true, composed: true });
    this.wish = wish;
  }
}

/**
 * A channel, new or as it is.
 * @fires channel-confirmed Yes, do it.
 * @fires dialog-closed It was closed.
 */
@customElement("channel-sheet")
export class ChannelSheet extends LitElement {
  static override styles = [
    baseStyles,
    sheetStyles,
    css`
      .two {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 96px;
        gap: var(--space-3);
      }
    `,
  ];

  /** The one that is changed; none: a new one. */
  @property({ attribute: false }) channel: Channel | undefined;
  @property({ type: Boolean }) busy = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private draft: ChannelDraft = freshChannel;
  @state() private removing = false;

  protected override willUpdate(): void {
    if (!this.hasUpdated && this.channel) this.draft = draftOfChannel(this.channel);
  }

  override render() {
    const { channel, draft } = this;
    const input = inputOf(draft);
    return html`<ui-dialog heading=${channel ? `Change ${channel.name}` : "Add a channel"} open>
      <div class="stack">
        ${
          channel
            ? nothing
            : html`<ui-segmented
                label="Kind"
                .segments=${kinds}
                value=${draft.kind}
                @segment-chosen=${({ value }: SegmentChosenEvent) => this.#put({ kind: value as ChannelKind, private: value === "ntfy" })}
              ></ui-segmented>`
        }
        ${this.#field("Name", "name", { hint: "As steps and the log call it, such as On call." })}
        ${{ ntfy: () => this.#renderNtfy(), webhook: () => this.#renderWebhook(), email: () => this.#renderEmail() }[draft.kind]()}
        ${this.#renderSecret()}
        <ui-switch
          label="Private"
          hint="Says that something waits, and nothing of what it is about."
          ?on=${draft.private}
          @switch-turned=${({ on }: SwitchTurnedEvent) => this.#put({ private: on })}
        ></ui-switch>
        ${
          channel
            ? html`<ui-switch
                label="On"
                hint="Off, steps that tell it are passed over."
                ?on=${draft.enabled}
                @switch-turned=${({ on }: SwitchTurnedEvent) => this.#put({ enabled: on })}
              ></ui-switch>`
            : nothing
        }
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${channel ? this.#renderRemove(channel) : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Not now</ui-button>
        <ui-button
          wide
          variant="primary"
          ?busy=${this.busy && !this.removing}
          ?disabled=${input === undefined}
          @click=${() => input && this.dispatchEvent(new ChannelConfirmed({ save: input }))}
          >${channel ? "Change" : "Add"}</ui-button
        >
      </div>
    </ui-dialog>`;
  }

  #renderNtfy() {
    return html`${this.#field("Server", "server", { code: true, hint: "ntfy.sh, or your own." })}
    ${this.#field("Topic", "topic", { code: true, hint: "On a public server who knows it can read it: make it long." })}`;
  }

  #renderWebhook() {
    return this.#field("Address", "url", { code: true, hint: "Is posted JSON. Every try of one message has the same id." });
  }

  #renderEmail() {
    return html`<div class="two">${this.#field("Mail server", "host", { code: true })}${this.#field("Port", "port", { code: true })}</div>
      <ui-select
        label="Encryption"
        .choices=${securities}
        value=${this.draft.security}
        @choice-made=${({ value }: ChoiceMadeEvent) =>
          this.#put({
            security: value as ChannelDraft["security"],
            ...(value === "tls" ? { port: "465" } : value === "starttls" ? { port: "587" } : {}),
          })}
      ></ui-select>
      ${this.#field("User", "user", { code: true, hint: "Empty where the server asks for none." })}
      ${this.#field("From", "from", { code: true })}
      ${this.#field("To", "to", { code: true, hint: "Up to ten addresses, with commas between them." })}`;
  }

  #renderSecret() {
    const { label, hint } = secretWords[this.draft.kind];
    const kept = this.channel?.hasSecret ? "One is kept; leave this empty to keep it. It is never shown again." : hint;
    return this.#field(label, "secret", { code: true, hint: kept, password: true });
  }

  #renderRemove(channel: Channel) {
    if (!this.removing) return html`<ui-button wide variant="quiet" @click=${() => (this.removing = true)}>Remove…</ui-button>`;
    return html`<div class="buttons">
      <ui-button wide @click=${() => (this.removing = false)}>Keep it</ui-button>
      <ui-button
        wide
        variant="danger"
        label=${`Remove ${channel.name}`}
        ?busy=${this.busy}
        @click=${() => this.dispatchEvent(new ChannelConfirmed({ remove: true }))}
        >Remove it</ui-button
      >
    </div>`;
  }

  #field(
    label: string,
    name: "name" | "secret" | "server" | "topic" | "url" | "host" | "port" | "user" | "from" | "to",
    more: { hint?: string; code?: boolean; password?: boolean } = {},
  ) {
    return html`<ui-field
      label=${label}
      hint=${more.hint ?? ""}
      maxlength="1000"
      type=${more.password ? "password" : "text"}
      ?code=${more.code}
      .value=${this.draft[name]}
      @field-changed=${({ value }: FieldChangedEvent) => this.#put({ [name]: value })}
    ></ui-field>`;
  }

  #put(change: Partial<ChannelDraft>): void {
    this.draft = { ...this.draft, ...change };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "channel-sheet": ChannelSheet;
  }
  interface HTMLElementEventMap {
    "channel-confirmed": ChannelConfirmed;
  }
}
