import type { Outcome } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { costWords, hoursWords, stateWords } from "./outcome-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";

/** The result of a task is to be accepted. */
export class TaskAcceptedEvent extends Event {
  constructor() {
    super("task-accepted", { bubbles: true, composed: true });
  }
}

/**
 * Of a completed task: whether somebody accepted its result, or the button to do so.
 * @fires task-accepted Accept it.
 */
@customElement("task-outcome")
export class TaskOutcome extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        font: 400 var(--text-s) / 1.45 var(--font);
      }
      .stack {
        display: grid;
        justify-items: start;
        gap: var(--space-3);
      }
      .soft {
        color: var(--ink-soft);
      }
      .problem {
        color: var(--bad);
        font-weight: 550;
      }
      a {
        display: inline-flex;
        align-items: center;
        min-block-size: var(--touch);
        margin-block: -8px;
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property() address = "";
  @property({ type: Boolean }) mayAct = false;
  @property() whyNot = "";
  @property({ type: Boolean }) busy = false;
  @property() problem = "";

  override render() {
    const { outcome } = this;
    if (outcome)
      return html`<ui-card
        ><div class="stack">
          <p>
            Accepted by ${shownText(short(outcome.acceptedBy, 80))}, ${formatMoment(outcome.acceptedAt)}
            <span class="soft">· ${stateWords(outcome)} · ${hoursWords(outcome)} · ${costWords(outcome.cost)}</span>
          </p>
          <a href=${this.address}>See the outcome</a>
        </div></ui-card
      >`;
    return html`<ui-card
      ><div class="stack">
        <p class="soft">The agent says it is done. It counts as a result once somebody accepts it.</p>
        ${
          this.mayAct
            ? html`<ui-button
                variant="primary"
                icon="check"
                ?busy=${this.busy}
                ?disabled=${this.whyNot !== "" || this.busy}
                @click=${() => this.dispatchEvent(new TaskAcceptedEvent())}
                >Accept the result</ui-button
              >`
            : nothing
        }
        ${this.mayAct && this.whyNot ? html`<p class="soft" role="status">${this.whyNot}</p>` : nothing}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div></ui-card
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "task-outcome": TaskOutcome;
  }
  interface HTMLElementEventMap {
    "task-accepted": TaskAcceptedEvent;
  }
}
