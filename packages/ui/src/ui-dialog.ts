import { html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import { dialogStyles } from "./ui-dialog.styles.ts";
import "./ui-button.ts";

/** The dialog was closed: by Escape, by a click beside it, or by a button. */
export class DialogClosedEvent extends Event {
  constructor() {
    super("dialog-closed", { bubbles: true, composed: true });
  }
}

/**
 * A native modal dialog: a sheet from below on a phone, a window in the middle elsewhere.
 * @slot What it says.
 * @slot actions Its buttons.
 * @fires dialog-closed It was closed.
 */
@customElement("ui-dialog")
export class UiDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles];

  @property() heading = "";
  /** Whether it is shown. */
  @property({ type: Boolean }) open = false;
  @query("dialog") private dialog!: HTMLDialogElement;

  override updated(): void {
    if (this.open && !this.dialog.open) this.#show();
    if (!this.open && this.dialog.open) this.dialog.close();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${this.#closed} @click=${this.#clickedBeside}>
      <div class="sheet">
        <div class="bar">
          <h2 id="heading" tabindex="-1">${this.heading}</h2>
          <ui-button square variant="quiet" icon="cross" label="Close" @click=${this.close}></ui-button>
        </div>
        <div class="body"><slot></slot></div>
        <div class="actions"><slot name="actions"></slot></div>
      </div>
    </dialog>`;
  }

  close(): void {
    this.dialog.close();
  }

  /** Begins at what is marked with `autofocus`, else at the heading: never at the button that closes. */
  #show(): void {
    this.dialog.showModal();
    (this.querySelector<HTMLElement>("[autofocus]") ?? this.dialog.querySelector<HTMLElement>("h2"))?.focus();
  }

  #closed(): void {
    this.open = false;
    this.dispatchEvent(new DialogClosedEvent());
  }

  #clickedBeside(event: MouseEvent): void {
    // The sheet covers the dialog's whole box: a click on the dialog itself is on its backdrop.
    if (event.target === this.dialog) this.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-dialog": UiDialog;
  }
  interface HTMLElementEventMap {
    "dialog-closed": DialogClosedEvent;
  }
}
