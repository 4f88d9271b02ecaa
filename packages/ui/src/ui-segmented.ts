import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";

export type Segment = { value: string; label: string };

/** Another segment was chosen. */
export class SegmentChosenEvent extends Event {
  readonly value: string;
  constructor(value: string) {
    super("segment-chosen", { bubbles: true, composed: true });
    this.value = value;
  }
}

/**
 * One of a few, all in view.
 * @fires segment-chosen Another one was chosen.
 */
@customElement("ui-segmented")
export class UiSegmented extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
        margin: 0;
        padding: 3px;
        min-inline-size: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface);
      }
      label {
        flex: 1 1 auto;
        display: grid;
        place-items: center;
        position: relative;
        min-block-size: var(--touch);
        padding: 0 var(--space-3);
        border-radius: 11px;
        color: var(--ink-soft);
        font: 550 var(--text-s) / 1.2 var(--font);
        cursor: pointer;
        text-align: center;
      }
      label:has(input:checked) {
        background: var(--raised);
        color: var(--ink);
        box-shadow: 0 0 0 1px var(--line-strong);
      }
      label:has(input:focus-visible) {
        outline: 2px solid var(--info);
        outline-offset: 2px;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      @media (forced-colors: active) {
        label:has(input:checked) {
          background: Highlight;
          color: HighlightText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) segments: readonly Segment[] = [];
  @property() value = "";
  /** What is chosen here, for screen readers. */
  @property() label = "";

  override render() {
    return html`<fieldset>
      <legend class="visually-hidden">${this.label}</legend>
      ${this.segments.map(
        (segment) =>
          html`<label
            ><input
              type="radio"
              name="segment"
              .value=${segment.value}
              .checked=${segment.value === this.value}
              @change=${() => this.#choose(segment.value)}
            />${segment.label}</label
          >`,
      )}
    </fieldset>`;
  }

  #choose(value: string): void {
    this.value = value;
    this.dispatchEvent(new SegmentChosenEvent(value));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-segmented": UiSegmented;
  }
  interface HTMLElementEventMap {
    "segment-chosen": SegmentChosenEvent;
  }
}
