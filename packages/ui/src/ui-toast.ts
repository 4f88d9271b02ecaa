import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import type { IconName } from "./icons.ts";
import "./ui-button.ts";
import "./ui-icon.ts";

export type Toast = { text: string; icon?: IconName; href?: string; link?: string };

/** Ask the page's toast to say something, from anywhere below or beside it. */
export class ToastEvent extends Event {
  readonly toast: Toast;
  constructor(toast: Toast) {
    super("toast", { bubbles: true, composed: true });
    this.toast = toast;
  }
}

const shownMs = 6_000;

/** Says briefly what just happened, also to screen readers; nothing is lost when it goes. */
@customElement("ui-toast")
export class UiToast extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        position: fixed;
        inset-inline: var(--space-4);
        inset-block-end: calc(var(--toast-offset, 0px) + env(safe-area-inset-bottom) + var(--space-3));
        display: grid;
        justify-items: center;
        pointer-events: none;
        z-index: 30;
      }
      .toast {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        max-inline-size: 520px;
        padding: var(--space-1) var(--space-1) var(--space-1) var(--space-4);
        min-block-size: 52px;
        border: 1px solid var(--line-strong);
        border-radius: 18px;
        background: var(--raised);
        color: var(--ink);
        font: 500 var(--text-s) / 1.35 var(--font);
        box-shadow: 0 16px 40px -12px #000a;
        pointer-events: auto;
        animation: rise var(--motion) var(--ease);
      }
      .text {
        flex: 1;
        overflow-wrap: anywhere;
        padding-block: var(--space-2);
      }
      .toast > ui-icon {
        color: var(--good);
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(12px);
        }
      }
    `,
  ];

  @state() private toast: Toast | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(toast: Toast): void {
    this.toast = toast;
    this.#restart();
  }

  override render() {
    return html`<div role="status" aria-live="polite">
      ${
        this.toast
          ? html`<div
              class="toast"
              @pointerenter=${this.#hold}
              @pointerleave=${this.#restart}
              @focusin=${this.#hold}
              @focusout=${this.#restart}
            >
              ${this.toast.icon ? html`<ui-icon name=${this.toast.icon}></ui-icon>` : nothing}
              <span class="text">${this.toast.text}</span>
              ${this.toast.href ? html`<ui-button variant="quiet" href=${this.toast.href}>${this.toast.link ?? "Open"}</ui-button>` : nothing}
              <ui-button square variant="quiet" icon="cross" label="Dismiss" @click=${this.#hide}></ui-button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #hold(): void {
    clearTimeout(this.#timer);
  }

  #restart(): void {
    this.#hold();
    this.#timer = setTimeout(() => this.#hide(), shownMs);
  }

  #hide(): void {
    this.toast = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-toast": UiToast;
  }
  interface HTMLElementEventMap {
    toast: ToastEvent;
  }
}
