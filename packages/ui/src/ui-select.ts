import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import { fieldStyles } from "./ui-field.styles.ts";

export type Choice = { value: string; label: string };

/** Another one was chosen. */
export class ChoiceMadeEvent extends Event {
  readonly value: string;
  constructor(value: string) {
    super("choice-made", { bubbles: true, composed: true });
    this.value = value;
  }
}

/**
 * One of many, by the control of the platform.
 * @fires choice-made Another one was chosen.
 */
@customElement("ui-select")
export class UiSelect extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
      select {
        display: block;
        inline-size: 100%;
        min-block-size: 48px;
        padding: 11px 34px 11px var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: var(--ground);
        color: var(--ink);
        font: 400 var(--text-s) / 1.45 var(--font);
        text-overflow: ellipsis;
        appearance: none;
        cursor: pointer;
      }
      .frame {
        position: relative;
      }
      .frame::after {
        content: "";
        position: absolute;
        inset-inline-end: 15px;
        inset-block-start: calc(50% - 6px);
        inline-size: 7px;
        block-size: 7px;
        border: solid var(--ink-soft);
        border-width: 0 1.6px 1.6px 0;
        rotate: 45deg;
        pointer-events: none;
      }
    `,
  ];

  @property() label = "";
  @property() value = "";
  @property({ attribute: false }) choices: readonly Choice[] = [];

  override render() {
    return html`<label for="control">${this.label}</label>
      <div class="frame">
        <select id="control" @change=${this.#chosen}>
          ${this.choices.map(({ value, label }) => html`<option value=${value} .selected=${value === this.value}>${label}</option>`)}
        </select>
      </div>`;
  }

  #chosen(event: Event): void {
    this.value = (event.target as HTMLSelectElement).value;
    this.dispatchEvent(new ChoiceMadeEvent(this.value));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-select": UiSelect;
  }
  interface HTMLElementEventMap {
    "choice-made": ChoiceMadeEvent;
  }
}
