import type { RuleReplay } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { figuresWords } from "./rule-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";

/**
 * The deliberate step before a rule that would have answered against people: their number is typed.
 * @fires confirmed The number was typed.
 * @fires dialog-closed It was closed.
 */
@customElement("switch-on-sheet")
export class SwitchOnSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles];

  @property({ attribute: false }) replay!: RuleReplay;
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) busy = false;
  @property() problem = "";
  @state() private typed = "";

  override render() {
    const { against } = this.replay.figures;
    const right = this.typed.trim() === String(against);
    return html`<ui-dialog heading="Switch it on all the same?" ?open=${this.open}>
      <div class="stack">
        <p>${figuresWords(this.replay.figures)} From now on it would answer such requests at once, and nobody is asked.</p>
        <ui-field
          label=${`Type ${against} to confirm`}
          maxlength="6"
          .value=${this.typed}
          @field-changed=${(event: FieldChangedEvent) => (this.typed = event.value)}
        ></ui-field>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ""}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Leave it off</ui-button>
        <ui-button wide variant="danger" ?disabled=${!right} ?busy=${this.busy} @click=${() => this.dispatchEvent(new Event("confirmed"))}
          >Switch on</ui-button
        >
      </div>
    </ui-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "switch-on-sheet": SwitchOnSheet;
  }
}
