import { html, LitElement, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { baseStyles } from "./base.styles.ts";
import { fieldStyles } from "./ui-field.styles.ts";

/** The text of a field changed; `field.value` has it. */
export class FieldChangedEvent extends Event {
  readonly value: string;
  constructor(value: string) {
    super("field-changed", { bubbles: true, composed: true });
    this.value = value;
  }
}

/**
 * A labelled line or block of text to write.
 * @fires field-changed On every change of the text.
 * @fires field-entered Enter was pressed in a line, or Ctrl/⌘ and Enter in a block.
 * @csspart control The native control.
 */
@customElement("ui-field")
export class UiField extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [baseStyles, fieldStyles];

  @property() label = "";
  @property() value = "";
  @property() placeholder = "";
  /** Said below the control. */
  @property() hint = "";
  /** What is wrong, in words; replaces the hint. */
  @property() error = "";
  @property() autocomplete: AutoFill = "off";
  @property({ type: Number }) maxlength = 10_000;
  /** More than one line. */
  @property({ type: Boolean, reflect: true }) block = false;
  /** Fixed width, no help of the keyboard: for code and commands. */
  @property({ type: Boolean, reflect: true }) code = false;
  @property() type: "text" | "search" | "date" | "time" | "password" = "text";
  /** Which keys a phone shows. */
  @property() keyboard: "text" | "decimal" = "text";
  /** The label is only spoken. */
  @property({ type: Boolean }) unlabelled = false;
  @query("#control") private control!: HTMLInputElement | HTMLTextAreaElement;

  override render() {
    const note = this.error || this.hint;
    return html`<label for="control" class=${this.unlabelled ? "visually-hidden" : ""}>${this.label}</label>
      ${this.block ? this.#renderBlock(note) : this.#renderLine(note)}
      ${note ? html`<p id="note" class=${this.error ? "error" : ""} role=${this.error ? "alert" : nothing}>${note}</p>` : nothing}`;
  }

  override focus(): void {
    this.control?.focus();
  }

  /** Marks all of the text, to replace it. */
  select(): void {
    this.control.select();
  }

  #renderBlock(note: string) {
    return html`<textarea
      id="control"
      part="control"
      rows="4"
      .value=${live(this.value)}
      placeholder=${this.placeholder || nothing}
      maxlength=${this.maxlength}
      spellcheck=${this.code ? "false" : "true"}
      autocapitalize=${this.code ? "off" : nothing}
      aria-invalid=${this.error ? "true" : nothing}
      aria-describedby=${note ? "note" : nothing}
      @input=${this.#changed}
      @keydown=${this.#key}
    ></textarea>`;
  }

  #renderLine(note: string) {
    return html`<input
      id="control"
      part="control"
      type=${this.type}
      inputmode=${this.keyboard === "text" ? nothing : this.keyboard}
      .value=${live(this.value)}
      placeholder=${this.placeholder || nothing}
      maxlength=${this.maxlength}
      autocomplete=${this.autocomplete}
      spellcheck=${this.code ? "false" : nothing}
      autocapitalize=${this.code ? "off" : nothing}
      aria-invalid=${this.error ? "true" : nothing}
      aria-describedby=${note ? "note" : nothing}
      @input=${this.#changed}
      @keydown=${this.#key}
    />`;
  }

  #changed(): void {
    this.value = this.control.value;
    this.dispatchEvent(new FieldChangedEvent(this.value));
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing) return;
    if (this.block && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.dispatchEvent(new Event("field-entered", { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-field": UiField;
  }
  interface HTMLElementEventMap {
    "field-changed": FieldChangedEvent;
    "field-entered": Event;
  }
}
