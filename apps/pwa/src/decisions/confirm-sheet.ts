import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { commandParts } from "./command-parts.ts";
import { riskLooks } from "./decision-words.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-dialog";
import "./risk-mark.ts";

/**
 * The deliberate second step before something grave, where no passkey stands guard.
 * @fires confirmed Yes, do it.
 * @fires dialog-closed It was closed.
 */
@customElement("confirm-sheet")
export class ConfirmSheet extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .stack {
        display: grid;
        gap: var(--space-3);
        padding-block-start: var(--space-1);
      }
      .actions {
        display: grid;
        grid-template-columns: 1fr 1.35fr;
        gap: var(--space-2);
      }
      p {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) request!: DecisionRequest;
  /** What exactly will run: the request's command, or the edited one. */
  @property() command?: string;
  /** The words of the answer: "Approve". */
  @property() verb = "Approve";
  @property({ type: Boolean }) open = false;

  override render() {
    return html`<ui-dialog heading=${`${this.verb}, for sure?`} ?open=${this.open} @dialog-closed=${() => (this.open = false)}>
      <div class="stack">
        <risk-mark risk=${this.request.risk}></risk-mark>
        <p>${shownText(this.request.title)}</p>
        ${this.command === undefined ? nothing : html`<ui-code bare label="command" .parts=${commandParts(this.command)}></ui-code>`}
        <p>${riskLooks[this.request.risk].word} asks for a second step. Add a passkey in Settings to make it one touch.</p>
      </div>
      <div slot="actions" class="actions">
        <ui-button wide @click=${() => (this.open = false)}>Not now</ui-button>
        <ui-button wide variant="primary" @click=${() => this.dispatchEvent(new Event("confirmed"))}>Yes, ${lower(this.verb)}</ui-button>
      </div>
    </ui-dialog>`;
  }
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

declare global {
  interface HTMLElementTagNameMap {
    "confirm-sheet": ConfirmSheet;
  }
}
