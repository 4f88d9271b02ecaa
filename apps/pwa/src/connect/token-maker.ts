import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-field";

/** The machine was named; `machine` has its name as it stands. */
export class MachineNamedEvent extends Event {
  readonly machine: string;
  constructor(machine: string) {
    super("machine-named", { bubbles: true, composed: true });
    this.machine = machine;
  }
}

/** A token is wanted for that machine. */
export class TokenWantedEvent extends Event {
  constructor() {
    super("token-wanted", { bubbles: true, composed: true });
  }
}

/**
 * Names the machine, makes a token, and shows it once.
 * @fires machine-named On every change of the name.
 * @fires token-wanted The token shall be made now.
 */
@customElement("token-maker")
export class TokenMaker extends LitElement {
  static override styles = [baseStyles, pageStyles];

  /** The token that was made, while it may be seen. */
  @property({ attribute: false }) created?: { name: string; token: string } | undefined;
  /** Only an owner makes tokens. */
  @property({ type: Boolean }) allowed = false;
  @property({ type: Boolean }) busy = false;
  /** Why none could be made, in words. */
  @property() problem = "";
  @state() private machine = "";

  override render() {
    if (this.created) {
      return html`<p><b>${this.created.name}</b> was made. Its secret is in the block below, and is shown this once.</p>
        <ui-code label="token" .parts=${[{ text: this.created.token }]}></ui-code>`;
    }
    if (!this.allowed) return html`<p class="quiet">Only an owner can make a token. Ask one for it, and paste it in the block below.</p>`;
    const want = () => this.dispatchEvent(new TokenWantedEvent());
    return html`<ui-field
        label="The machine it runs on"
        placeholder="laptop"
        maxlength="60"
        hint="Names the token, and tells agents of the same kind apart."
        .value=${this.machine}
        error=${this.problem}
        @field-changed=${(event: FieldChangedEvent) => this.#name(event.value)}
        @field-entered=${want}
      ></ui-field>
      <div class="actions">
        <ui-button variant="primary" icon="key" ?busy=${this.busy} @click=${want}>Make a token</ui-button>
      </div>`;
  }

  #name(machine: string): void {
    this.machine = machine;
    this.dispatchEvent(new MachineNamedEvent(machine));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "token-maker": TokenMaker;
  }
  interface HTMLElementEventMap {
    "machine-named": MachineNamedEvent;
    "token-wanted": TokenWantedEvent;
  }
}
