import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import type { IconName } from "./icons.ts";
import { baseStyles } from "./base.styles.ts";
import { buttonStyles } from "./ui-button.styles.ts";
import "./ui-icon.ts";

export type ButtonVariant = "plain" | "primary" | "danger" | "quiet";

/**
 * A button, or a link that looks like one when `href` is set. At least 44 px on each side.
 * @slot The words on it.
 * @csspart button The native button or link.
 * @fires click The native event; none while busy or disabled.
 */
@customElement("ui-button")
export class UiButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [baseStyles, buttonStyles];

  /** How loud it is. */
  @property({ reflect: true }) variant: ButtonVariant = "plain";
  /** Icon before the words. */
  @property() icon?: IconName;
  /** Spoken name; needed where there are no words. */
  @property() label = "";
  /** Makes it a link. */
  @property() href?: string;
  /** A key that does the same, shown beside the words where there is a keyboard. */
  @property() key = "";
  /** Fills the width it is given. */
  @property({ type: Boolean, reflect: true }) wide = false;
  /** Only an icon: square. */
  @property({ type: Boolean, reflect: true }) square = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Something is on its way: keeps its size, says so, and takes no further click. */
  @property({ type: Boolean, reflect: true }) busy = false;

  constructor() {
    super();
    // Before any listener of the page: a busy or disabled button has no effect at all.
    this.addEventListener("click", (event) => {
      if (this.busy || this.disabled) event.stopImmediatePropagation();
    });
  }

  override render() {
    const content = html`${
        this.busy
          ? html`<span class="spinner" aria-hidden="true"></span>`
          : this.icon
            ? html`<ui-icon name=${this.icon}></ui-icon>`
            : nothing
      }<span class="words"><slot></slot></span>${this.key ? html`<kbd aria-hidden="true">${this.key}</kbd>` : nothing}`;
    if (this.href !== undefined && !this.disabled) {
      return html`<a part="button" href=${this.href} aria-label=${this.label || nothing}>${content}</a>`;
    }
    return html`<button
      part="button"
      type="button"
      ?disabled=${this.disabled}
      aria-label=${this.label || nothing}
      aria-busy=${ifDefined(this.busy ? "true" : undefined)}
      aria-disabled=${ifDefined(this.busy ? "true" : undefined)}
      aria-keyshortcuts=${ifDefined(this.key || undefined)}
    >
      ${content}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-button": UiButton;
  }
}
