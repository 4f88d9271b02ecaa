import type { Recovery, RecoveryPreview } from "@beckon/contracts/recovery";
import { resumeWord, type RecoveryAction } from "@beckon/contracts/recovery-words";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { actionLooks, previewLines } from "./recovery-looks.ts";
import { RecoveryConfirmedEvent } from "./recovery-events.ts";
import { recoverySheetStyles } from "./recovery-sheet.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";
import "./hold-button.ts";

const longest = 160;

/**
 * What an act on the whole team will touch, exactly; then a long press, or a typed word. Also the way back.
 * @fires recovery-confirmed It is meant.
 * @fires dialog-closed It was closed.
 */
@customElement("recovery-sheet")
export class RecoverySheet extends LitElement {
  static override styles = [baseStyles, sheetStyles, toneStyles, recoverySheetStyles];

  /** What is to be done, or whose way back it is. */
  @property({ attribute: false }) wanted!: RecoveryAction | Recovery;
  /** What it would touch; none while it is being looked at. */
  @property({ attribute: false }) preview: RecoveryPreview | undefined;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  /** Why nothing can be asked for now. */
  @property() why = "";
  /** A passkey will be asked for. */
  @property({ type: Boolean }) passkey = false;
  @state() private typed = "";
  @state() private reason = "";

  override render() {
    const back = typeof this.wanted !== "string";
    const heading = back
      ? `Resume: ${lower(actionLooks[(this.wanted as Recovery).action].title)}`
      : `${actionLooks[this.wanted as RecoveryAction].title}?`;
    return html`<ui-dialog heading=${heading} ?open=${!this.done}>
      <div class="stack">${back ? this.#renderBack(this.wanted as Recovery) : this.#renderPreview(this.wanted as RecoveryAction)}</div>
      <div slot="actions" class="meant">${this.#renderMeant()}</div>
    </ui-dialog>`;
  }

  #renderPreview(action: RecoveryAction) {
    const { preview } = this;
    const { says } = actionLooks[action];
    if (action === "maintenance")
      return html`<p>${says} What runs goes on, and tells of itself as ever.</p>
        <ui-field
          label="Why (everybody reads it)"
          maxlength="500"
          .value=${this.reason}
          @field-changed=${(event: FieldChangedEvent) => (this.reason = event.value)}
        ></ui-field>`;
    if (!preview) return html`<p role="status">${this.problem ? nothing : "Looking at what it would touch…"}</p>`;
    if (preview.total === 0)
      return html`<p>Nothing is there that it would touch.${preview.unreachable > 0 ? " What goes on is out of reach:" : ""}</p>
        ${this.#renderItems(preview)}`;
    return html`<ul class="totals">
        ${previewLines(preview).map(
          (line, index) =>
            html`<li class=${preview.byKind[index]?.act === "none" ? "faint" : ""}>
              <ui-icon name=${preview.byKind[index]?.act === "none" ? "ring" : "square"}></ui-icon><span>${line}</span>
            </li>`,
        )}
      </ul>
      ${preview.lasting ? html`<p class="grave">${preview.lasting}</p>` : html`<p class="note">Resume brings back exactly this.</p>`}
      ${this.#renderItems(preview)}`;
  }

  #renderItems({ items, total, unreachable }: RecoveryPreview) {
    if (items.length === 0) return nothing;
    const all = total + unreachable;
    return html`<details>
      <summary>
        ${items.length < all ? `The first ${items.length} of ${all.toLocaleString("en")}` : "Each of them"}<ui-icon name="down"></ui-icon>
      </summary>
      <ul class="list">
        ${items.map(
          ({ name, where, before, effect }) =>
            html`<li>
              <span>${shownText(short(name, longest))}</span
              ><small
                >${where ? html`${shownText(short(where, longest))} · ` : nothing}${shownText(short(before, longest))} → ${effect}</small
              >
            </li>`,
        )}
      </ul>
    </details>`;
  }

  #renderBack({ action, counts, lasting }: Recovery) {
    if (action === "maintenance") return html`<p>Maintenance ends: agents get work again, and machines may start processes.</p>`;
    return html`<p>
        What it did to ${counts.done + counts.sent === 1 ? "one" : (counts.done + counts.sent).toLocaleString("en")} is taken back. What
        somebody has changed since, and what has ended, is left alone, and named.
      </p>
      ${lasting ? html`<p class="note">${lasting}</p>` : nothing}`;
  }

  #renderMeant() {
    const back = typeof this.wanted !== "string";
    const word = back ? resumeWord : (this.preview?.word ?? (this.wanted === "maintenance" ? "maintenance" : ""));
    const nothingToDo = !back && this.wanted !== "maintenance" && this.preview?.total === 0;
    if (nothingToDo) return html`<ui-button wide @click=${() => this.#close()}>Close</ui-button>`;
    const ready = back || this.wanted === "maintenance" || this.preview !== undefined;
    const off = this.why !== "" || !ready;
    const isTyped = ready && this.typed.trim().toLowerCase() === word;
    return html`${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.why ? html`<p class="note">${this.why}</p>` : nothing}
      <div class="typed">
        <ui-field
          label=${word ? `Type “${word}”` : "The word"}
          maxlength="40"
          .value=${this.typed}
          @field-changed=${(event: FieldChangedEvent) => (this.typed = event.value)}
          @field-entered=${() => isTyped && !off && this.#confirm()}
        ></ui-field>
        <ui-button variant=${back ? "primary" : "danger"} ?disabled=${!isTyped || off} ?busy=${this.busy} @click=${() => this.#confirm()}
          >${back ? "Resume" : upper(actionLooks[this.wanted as RecoveryAction].verb)}</ui-button
        >
      </div>
      <hold-button ?calm=${back} ?disabled=${off} ?busy=${this.busy} @held=${() => this.#confirm()}
        >${this.#words(back)}${this.passkey ? html` <small>then your passkey</small>` : nothing}</hold-button
      >`;
  }

  #words(back: boolean): string {
    if (back) return "Hold to resume";
    const { verb } = actionLooks[this.wanted as RecoveryAction];
    const total = this.preview?.total ?? 0;
    return this.wanted === "maintenance" || total === 0 ? `Hold to ${verb}` : `Hold to ${verb} ${total.toLocaleString("en")}`;
  }

  #confirm(): void {
    if (!this.busy) this.dispatchEvent(new RecoveryConfirmedEvent(this.reason.trim()));
  }

  #close(): void {
    this.renderRoot.querySelector("ui-dialog")?.close();
  }
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

declare global {
  interface HTMLElementTagNameMap {
    "recovery-sheet": RecoverySheet;
  }
}
