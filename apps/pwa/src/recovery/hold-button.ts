import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { holdButtonStyles } from "./hold-button.styles.ts";

/** Held for so long it is meant. */
const holdMs = 1_200;

/** It was held to the end. */
export class HeldEvent extends Event {
  constructor() {
    super("held", { bubbles: true, composed: true });
  }
}

/**
 * A button for what nobody should do by a slip: held with a finger, or with Space or Enter. Let go early, moved off, or with
 * Escape nothing happens.
 * @slot The words on it.
 * @fires held It was held to the end.
 */
@customElement("hold-button")
export class HoldButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [baseStyles, holdButtonStyles];

  @property({ type: Boolean, reflect: true }) disabled = false;
  @property({ type: Boolean, reflect: true }) busy = false;
  /** What it does is no harm. */
  @property({ type: Boolean }) calm = false;
  @property({ type: Number }) holdMs = holdMs;
  @state() private holding = false;
  @query("button") private button!: HTMLButtonElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#letGo();
  }

  /** Not as an attribute: the policy of the page lets none through. */
  protected override updated(): void {
    this.button.style.setProperty("--hold", `${this.holdMs}ms`);
  }

  override render() {
    return html`<button
        type="button"
        class=${[this.calm ? "calm" : "", this.holding ? "holding" : ""].join(" ")}
        ?disabled=${this.disabled}
        aria-disabled=${this.busy ? "true" : "false"}
        aria-busy=${this.busy ? "true" : "false"}
        aria-describedby="how"
        @pointerdown=${(event: PointerEvent) => event.button === 0 && this.#hold()}
        @pointerup=${() => this.#letGo()}
        @pointercancel=${() => this.#letGo()}
        @pointerleave=${() => this.#letGo()}
        @pointermove=${this.#moved}
        @contextmenu=${(event: Event) => event.preventDefault()}
        @blur=${() => this.#letGo()}
        @keydown=${this.#keyDown}
        @keyup=${() => this.#letGo()}
      >
        <span class="fill" aria-hidden="true"></span>
        <span class="words">${this.busy ? "One moment…" : this.holding ? "Keep holding…" : html`<slot></slot>`}</span>
      </button>
      <span id="how" class="visually-hidden">Hold it for ${(this.holdMs / 1_000).toFixed(1)} seconds, or type the word below.</span>`;
  }

  #hold(): void {
    if (this.holding || this.busy || this.disabled) return;
    this.holding = true;
    this.#timer = setTimeout(() => {
      this.#letGo();
      this.dispatchEvent(new HeldEvent());
    }, this.holdMs);
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.holding = false;
  }

  /** A finger stays with the button that it touched first: off it is what counts. */
  readonly #moved = (event: PointerEvent): void => {
    const { left, right, top, bottom } = (event.currentTarget as Element).getBoundingClientRect();
    if (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom) this.#letGo();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.holding) {
      // Only this is called off, not the whole sheet.
      event.preventDefault();
      event.stopPropagation();
      this.#letGo();
    }
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) this.#hold();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "hold-button": HoldButton;
  }
  interface HTMLElementEventMap {
    held: HeldEvent;
  }
}
