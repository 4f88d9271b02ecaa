import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { baseStyles } from "./base.styles.ts";

/** The switch was turned. */
export class SwitchTurnedEvent extends Event {
  readonly on: boolean;
  constructor(on: boolean) {
    super("switch-turned", { bubbles: true, composed: true });
    this.on = on;
  }
}

/**
 * On or off, in force at once.
 * @fires switch-turned It was turned; the owner sets `on`.
 */
@customElement("ui-switch")
export class UiSwitch extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }
      label {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px var(--space-4);
        min-block-size: var(--touch);
        cursor: pointer;
        font: 550 var(--text-s) / 1.35 var(--font);
        color: var(--ink);
      }
      small {
        grid-column: 1;
        font: 400 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
      input {
        appearance: none;
        grid-column: 2;
        grid-row: 1 / span 2;
        margin: 0;
        inline-size: 50px;
        block-size: 30px;
        border-radius: 99px;
        background: var(--raised);
        border: 1px solid var(--line-strong);
        cursor: inherit;
        transition: background-color var(--motion-fast) var(--ease);
      }
      input::before {
        content: "";
        display: block;
        inline-size: 22px;
        block-size: 22px;
        margin: 3px;
        border-radius: 50%;
        background: var(--ink-soft);
        transition: translate var(--motion-fast) var(--ease);
      }
      input:checked {
        background: var(--good);
        border-color: transparent;
      }
      input:checked::before {
        translate: 20px 0;
        background: var(--ground);
      }
      input:checked:dir(rtl)::before {
        translate: -20px 0;
      }
      input:disabled {
        opacity: 0.5;
      }
      @media (forced-colors: active) {
        input::before {
          background: ButtonText;
          forced-color-adjust: none;
        }
        input:checked::before {
          background: Highlight;
        }
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) on = false;
  @property({ type: Boolean }) disabled = false;
  @property() label = "";
  /** What turning it on means. */
  @property() hint = "";

  override render() {
    return html`<label
      ><span>${this.label}</span>${this.hint ? html`<small>${this.hint}</small>` : nothing}
      <input type="checkbox" role="switch" .checked=${live(this.on)} ?disabled=${this.disabled} @change=${this.#turned} />
    </label>`;
  }

  #turned(event: Event): void {
    const wanted = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new SwitchTurnedEvent(wanted));
    // The owner decides whether it stays: what is shown is the property, not the tap.
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-switch": UiSwitch;
  }
  interface HTMLElementEventMap {
    "switch-turned": SwitchTurnedEvent;
  }
}
