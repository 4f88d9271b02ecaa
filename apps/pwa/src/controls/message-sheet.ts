import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { Said } from "./controls-events.ts";
import { sheetStyles } from "./sheet.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";

/** As many characters as a message may have. */
const most = 4_000;
/** From here on it is told how many are left. */
const near = 3_600;

/** This is to be said to the agent. */
export class MessageWritten extends Event {
  readonly text: string;
  constructor(text: string) {
    super("message-written", { bubbles: true, composed: true });
    this.text = text;
  }
}

/**
 * Words for an agent, and when it reads them.
 * @fires message-written Send it.
 * @fires dialog-closed It was closed.
 */
@customElement("message-sheet")
export class MessageSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles];

  @property({ attribute: false }) to!: Said;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private text = "";

  override render() {
    const { name, idle } = this.to;
    const left = most - [...this.text].length;
    const hint = most - left >= near && left >= 0 ? `${left} characters left` : "";
    return html`<ui-dialog heading=${`Message to ${shownWords(short(name, 80))}`} ?open=${!this.done}>
      <div class="stack">
        <p>
          ${
            idle
              ? html`Its turn is over. ${shownText(short(name, 80))} reads this when it next has something to do.`
              : html`${shownText(short(name, 80))} reads this at its next step: with a call of a tool, a prompt, or the end of its turn.`
          }
          What nobody has read after an hour is given up.
        </p>
        <ui-field
          block
          label="What it shall know or do"
          maxlength=${most * 2}
          hint=${hint}
          error=${left < 0 ? `${-left} characters too many` : ""}
          .value=${this.text}
          @field-changed=${(event: FieldChangedEvent) => (this.text = event.value)}
          @field-entered=${this.#send}
        ></ui-field>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Cancel</ui-button>
        <ui-button wide variant="primary" icon="send" ?disabled=${!this.#fits} ?busy=${this.busy} @click=${this.#send}>Send</ui-button>
      </div>
    </ui-dialog>`;
  }

  get #fits(): boolean {
    return this.text.trim() !== "" && [...this.text].length <= most;
  }

  #send(): void {
    if (this.#fits && !this.busy) this.dispatchEvent(new MessageWritten(this.text.trim()));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "message-sheet": MessageSheet;
  }
  interface HTMLElementEventMap {
    "message-written": MessageWritten;
  }
}
