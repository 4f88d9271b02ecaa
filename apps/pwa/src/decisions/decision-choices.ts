import type { DecisionOption, DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-field";

/** What was chosen of several, as one text: the labels, then what was written. */
export class ChoicesSentEvent extends Event {
  readonly text: string;
  constructor(text: string) {
    super("choices-sent", { bubbles: true, composed: true });
    this.text = text;
  }
}

/**
 * The options of a request of which several may be chosen, and one button that sends them.
 * @fires choices-sent The answer is given.
 */
@customElement("decision-choices")
export class DecisionChoices extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        min-inline-size: 0;
        font: 400 var(--text-s) / 1.4 var(--font);
      }
      fieldset {
        display: grid;
        gap: var(--space-2);
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--space-3);
        min-block-size: 48px;
        padding: var(--space-2) var(--space-4);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        color: var(--ink);
        font-weight: 550;
        overflow-wrap: anywhere;
        cursor: pointer;
      }
      label:has(input:checked) {
        border-color: var(--ink-soft);
        background: var(--raised);
      }
      label:has(input:focus-visible) {
        outline: 2px solid var(--info);
        outline-offset: 2px;
      }
      input {
        inline-size: 20px;
        block-size: 20px;
        margin: 0;
        accent-color: var(--ink);
        cursor: inherit;
      }
      kbd {
        display: none;
        color: var(--ink-faint);
        font: 600 var(--text-xs) / 1 var(--mono);
      }
      .hidden-character {
        color: var(--bad);
      }
      @media (hover: hover) and (min-width: 720px) {
        kbd {
          display: inline;
        }
      }
    `,
  ];

  @property({ attribute: false }) request!: DecisionRequest;
  /** The passkey is being asked for. */
  @property({ type: Boolean }) busy = false;
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private text = "";

  /** Chooses the option at this place, from 0, or takes it back. */
  toggleAt(index: number): void {
    const option = this.request.options[index];
    if (option) this.#toggle(option);
  }

  override render() {
    const answer = this.#answer();
    return html`<fieldset>
        <legend class="visually-hidden">Choose any number</legend>
        ${this.request.options.map(
          (option, index) =>
            html`<label
              ><input type="checkbox" .checked=${live(this.chosen.has(option.id))} @change=${() => this.#toggle(option)} /><span
                >${shownText(option.label)}</span
              >${index < 9 ? html`<kbd aria-hidden="true">${index + 1}</kbd>` : nothing}</label
            >`,
        )}
      </fieldset>
      ${
        this.request.allowText
          ? html`<ui-field
              block
              label="And in your own words"
              .value=${this.text}
              @field-changed=${(event: FieldChangedEvent) => (this.text = event.value)}
              @field-entered=${this.#send}
            ></ui-field>`
          : nothing
      }
      <ui-button wide variant="primary" icon="send" ?busy=${this.busy} ?disabled=${answer === ""} @click=${this.#send}
        >${this.chosen.size > 1 ? `Send ${this.chosen.size} choices` : "Send"}</ui-button
      >`;
  }

  #toggle({ id }: DecisionOption): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  /** In the order in which they were offered, whatever order they were chosen in. */
  #answer(): string {
    const labels = this.request.options.filter(({ id }) => this.chosen.has(id)).map(({ label }) => label);
    return [...labels, this.request.allowText ? this.text.trim() : ""].filter(Boolean).join(", ");
  }

  #send(): void {
    const text = this.#answer();
    if (text !== "" && !this.busy) this.dispatchEvent(new ChoicesSentEvent(text));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-choices": DecisionChoices;
  }
  interface HTMLElementEventMap {
    "choices-sent": ChoicesSentEvent;
  }
}
