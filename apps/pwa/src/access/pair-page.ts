import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { navigate } from "../shell/router.ts";
import { deviceName } from "./device-name.ts";
import { groupCode, readCode } from "./pair-code.ts";
import { pairWords } from "./pair-words.ts";
import type { SessionStore } from "./session.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";

/** Pairs this device: a code to type, or one confirmation when the address brought the code. */
@customElement("pair-page")
export class PairPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      :host {
        justify-items: center;
        padding-block: clamp(24px, 10vh, 120px) var(--space-5);
      }
      .sheet {
        display: grid;
        gap: var(--space-5);
        inline-size: 100%;
        max-inline-size: 400px;
      }
      .mark {
        --icon-size: 56px;
        color: var(--beacon);
        justify-self: center;
      }
      h1 {
        font: 680 var(--text-xl) / 1.15 var(--font);
        letter-spacing: -0.025em;
        text-align: center;
        text-wrap: balance;
      }
      .lead {
        margin-block-start: var(--space-2);
        color: var(--ink-soft);
        text-align: center;
        text-wrap: balance;
      }
      form,
      ui-card > div {
        display: grid;
        gap: var(--space-4);
      }
      .code::part(control) {
        font: 650 1.5rem / 1.2 var(--mono);
        letter-spacing: 0.12em;
        text-align: center;
        text-transform: uppercase;
      }
      .code-text {
        font: 650 1.5rem / 1.2 var(--mono);
        letter-spacing: 0.12em;
        text-align: center;
      }
      code {
        font: 500 0.8125rem / 1.5 var(--mono);
        color: var(--ink);
      }
      .notice {
        padding: var(--space-3) var(--space-4);
        border: 1px solid color-mix(in srgb, var(--beacon) 45%, var(--line));
        border-radius: var(--radius-m);
      }
    `,
  ];

  @consume({ context: sessionContext }) private session!: SessionStore;
  @state() private code = readCode(location.hash);
  @state() private name = deviceName(navigator.userAgent);
  @state() private problem = "";
  @state() private busy = false;
  /** The code came with the address: one confirmation is all that is left. */
  @state() private brought = readCode(location.hash).length === 8;

  constructor() {
    super();
    new StoreController(this, () => this.session);
  }

  override render() {
    const { status, session, error, unsent } = this.session.state;
    const again = status === "signed-in" && session;
    return html`<div class="sheet">
      <ui-icon class="mark" name="mark"></ui-icon>
      <div>
        <h1>${this.brought ? "Pair this device" : "Welcome to Beckon"}</h1>
        <p class="lead">
          ${
            this.brought
              ? "After this your agents can reach you here."
              : "Your agents beckon when they need you. Pair this device to answer them."
          }
        </p>
      </div>
      ${error && !this.problem ? html`<p class="notice" role="status">${error}</p>` : nothing}
      ${unsent && unsent.length > 0 ? this.#renderUnsent(unsent) : nothing}
      ${again ? html`<p class="notice">This device is paired already, as ${session.device.name} of ${session.person.name}. <a href="/">Go to Now</a></p>` : nothing}
      <ui-card>
        <form @submit=${this.#submitted}>
          ${
            this.brought
              ? html`<p class="code-text">${groupCode(this.code)}</p>`
              : html`<ui-field
                  class="code"
                  code
                  label="Pairing code"
                  placeholder="XXXX-XXXX"
                  autocomplete="one-time-code"
                  maxlength="200"
                  .value=${groupCode(this.code)}
                  @field-changed=${(event: FieldChangedEvent) => this.#typed(event.value)}
                  @field-entered=${this.#pair}
                ></ui-field>`
          }
          <ui-field
            label="Name of this device"
            maxlength="80"
            .value=${this.name}
            @field-changed=${(event: FieldChangedEvent) => (this.name = event.value)}
            @field-entered=${this.#pair}
          ></ui-field>
          ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
          <ui-button
            wide
            variant="primary"
            ?busy=${this.busy}
            ?disabled=${this.code.length !== 8 || this.name.trim() === ""}
            @click=${this.#pair}
            >Pair this device</ui-button
          >
          ${this.brought ? html`<ui-button wide variant="quiet" @click=${this.#other}>Use another code</ui-button>` : nothing}
        </form>
      </ui-card>
      <p class="small">
        The code is printed where Beckon was started. A new one: <code>npx pnpm@12 beckon pair</code> on that machine, or Settings, Devices
        on a device that is paired. On an iPhone or iPad add Beckon to the home screen first, and pair it there.
      </p>
    </div>`;
  }

  #renderUnsent(unsent: NonNullable<SessionStore["state"]["unsent"]>) {
    return html`<div class="notice stack" role="status">
      <p>This could not be sent before this device was signed out:</p>
      <ul>
        ${unsent.map(({ title, answer }) => html`<li><b>${title}</b>: ${answer}</li>`)}
      </ul>
      <ui-button variant="quiet" @click=${() => this.session.dismissUnsent()}>I have read this</ui-button>
    </div>`;
  }

  #typed(value: string): void {
    this.code = readCode(value);
    this.problem = "";
    this.requestUpdate();
  }

  #other(): void {
    this.brought = false;
    this.code = "";
    this.problem = "";
  }

  #submitted(event: Event): void {
    event.preventDefault();
    void this.#pair();
  }

  async #pair(): Promise<void> {
    if (this.busy || this.code.length !== 8 || this.name.trim() === "") return;
    this.busy = true;
    this.problem = "";
    try {
      await this.session.pair(groupCode(this.code), this.name.trim());
      // The code is spent, and belongs in no history of addresses.
      navigate("/", { replace: true });
    } catch (error) {
      this.problem = pairWords(error);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "pair-page": PairPage;
  }
}
