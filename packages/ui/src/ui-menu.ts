import { css, html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";

/**
 * A button that opens a small sheet of links or buttons beside it (native popover).
 * @fires menu-opens It is about to: entries that nobody saw so far may be made now.
 * @slot trigger What the button shows.
 * @slot The entries.
 * @csspart trigger The button.
 */
@customElement("ui-menu")
export class UiMenu extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-block;
      }
      button {
        display: grid;
        place-items: center;
        min-inline-size: var(--touch);
        min-block-size: var(--touch);
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        border-radius: var(--radius-m);
        cursor: pointer;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        min-inline-size: 232px;
        max-inline-size: calc(100vw - 24px);
        padding: var(--space-2);
        border: 1px solid var(--line-strong);
        border-radius: 18px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: 0 16px 48px -12px #000a;
      }
    `,
  ];

  /** Spoken name of the button. */
  @property() label = "";
  @query("[popover]") private sheet!: HTMLElement;
  @query("button") private button!: HTMLButtonElement;

  override render() {
    return html`<button part="trigger" popovertarget="sheet" aria-label=${this.label} aria-haspopup="true">
        <slot name="trigger"></slot>
      </button>
      <div id="sheet" popover @beforetoggle=${this.#tell} @toggle=${this.#place} @click=${this.hide}><slot></slot></div>`;
  }

  hide(): void {
    if (this.sheet.matches(":popover-open")) this.sheet.hidePopover();
  }

  #tell(event: ToggleEvent): void {
    if (event.newState === "open") this.dispatchEvent(new Event("menu-opens"));
  }

  /** Beside its button, inside the window: anchor positioning is not everywhere yet. */
  #place(event: ToggleEvent): void {
    if (event.newState !== "open") return;
    const anchor = this.button.getBoundingClientRect();
    const box = this.sheet.getBoundingClientRect();
    const below = anchor.bottom + 6 + box.height <= innerHeight;
    const inline = Math.max(12, Math.min(anchor.right - box.width, innerWidth - box.width - 12));
    this.sheet.style.left = `${inline}px`;
    this.sheet.style.top = `${below ? anchor.bottom + 6 : Math.max(12, anchor.top - box.height - 6)}px`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-menu": UiMenu;
  }
}
