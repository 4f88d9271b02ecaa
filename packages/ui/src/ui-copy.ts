import { html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import "./ui-button.ts";

/** The text is on the clipboard. */
export class CopiedEvent extends Event {
  constructor() {
    super("copied", { bubbles: true, composed: true });
  }
}

/**
 * Copies a text and says whether that worked.
 * @fires copied The text is on the clipboard.
 */
@customElement("ui-copy")
export class UiCopy extends LitElement {
  static override styles = baseStyles;

  /** Exactly this goes to the clipboard. */
  @property() text = "";
  /** What is copied, for the spoken name: "Copy the command". */
  @property() label = "Copy";
  /** Shows words beside the icon. */
  @property({ type: Boolean }) worded = false;
  @state() private result: "idle" | "copied" | "refused" = "idle";

  override render() {
    const said = this.result === "copied" ? "Copied" : this.result === "refused" ? "Copying was refused by the browser" : this.label;
    return html`<ui-button
        variant=${this.worded ? "plain" : "quiet"}
        ?square=${!this.worded}
        icon=${this.result === "copied" ? "check" : this.result === "refused" ? "cross" : "copy"}
        label=${this.worded ? "" : said}
        title=${said}
        @click=${this.#copy}
        >${this.worded ? (this.result === "copied" ? "Copied" : this.label) : ""}</ui-button
      ><span class="visually-hidden" role="status">${this.result === "idle" ? "" : said}</span>`;
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
      this.result = "copied";
      this.dispatchEvent(new CopiedEvent());
    } catch {
      this.result = "refused";
    }
    setTimeout(() => (this.result = "idle"), 2_000);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-copy": UiCopy;
  }
  interface HTMLElementEventMap {
    copied: CopiedEvent;
  }
}
