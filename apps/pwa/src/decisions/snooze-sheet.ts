import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { snoozeTimes } from "./snooze-times.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";

/** A time to come back was chosen. */
export class SnoozeTimeChosenEvent extends Event {
  readonly until: Date;
  constructor(until: Date) {
    super("snooze-time-chosen");
    this.until = until;
  }
}

/**
 * When should this come back?
 * @fires snooze-time-chosen A time was chosen.
 * @fires dialog-closed It was closed.
 */
@customElement("snooze-sheet")
export class SnoozeSheet extends LitElement {
  static override styles = css`
    .stack {
      display: grid;
      gap: var(--space-2);
      padding-block: var(--space-2);
    }
    p {
      margin: 0 0 var(--space-2);
    }
  `;

  @property({ type: Boolean }) open = false;
  @property() expiresAt?: string;

  override render() {
    const times = this.open ? snoozeTimes(new Date(), this.expiresAt) : [];
    return html`<ui-dialog heading="Ask me again" ?open=${this.open} @dialog-closed=${() => (this.open = false)}>
      <div class="stack">
        <p>
          ${
            times.length === 0
              ? "It runs out within 15 minutes, so there is no later time to ask you again."
              : "The agent keeps waiting. The question comes back here, with a notification where those are on."
          }
        </p>
        ${times.map(
          ({ label, detail, until }, index) =>
            html`<ui-button wide ?autofocus=${index === 0} @click=${() => this.dispatchEvent(new SnoozeTimeChosenEvent(until))}
              >${label}${label.startsWith("Tomorrow") ? "" : ` · ${detail}`}</ui-button
            >`,
        )}
      </div>
    </ui-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "snooze-sheet": SnoozeSheet;
  }
  interface HTMLElementEventMap {
    "snooze-time-chosen": SnoozeTimeChosenEvent;
  }
}
