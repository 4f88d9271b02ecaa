import type { Host } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { sheetStyles } from "./sheet.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";

/**
 * The one question before a machine is taken off the list.
 * @fires forget-confirmed Yes, forget it.
 * @fires dialog-closed It was closed.
 */
@customElement("forget-sheet")
export class ForgetSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles];

  @property({ attribute: false }) host!: Host;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";

  override render() {
    const machine = shownText(short(this.host.name, 120));
    return html`<ui-dialog heading=${`Forget ${shownWords(short(this.host.name, 80))}?`} ?open=${!this.done}>
      <div class="stack">
        <p>${machine} and its processes are taken off this list, for everybody. What runs there is not touched.</p>
        <p>As soon as its runner is heard again it stands here again. To keep it out, withdraw its token in Settings.</p>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Keep it</ui-button>
        <ui-button wide variant="danger" ?busy=${this.busy} @click=${() => this.dispatchEvent(new Event("forget-confirmed"))}
          >Forget</ui-button
        >
      </div>
    </ui-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "forget-sheet": ForgetSheet;
  }
}
