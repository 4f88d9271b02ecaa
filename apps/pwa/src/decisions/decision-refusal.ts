import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import { RefusalDismissedEvent } from "./decision-events.ts";
import { answerWord } from "./decision-words.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

/**
 * Says why an answer did not apply, and what stands instead.
 * @fires refusal-dismissed It was read.
 */
@customElement("decision-refusal")
export class DecisionRefusal extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0 var(--space-3);
        align-items: center;
        padding: var(--space-3) var(--space-2) var(--space-3) var(--space-4);
        border: 1px solid color-mix(in srgb, var(--info) 40%, var(--line));
        border-radius: var(--radius-m);
        background: var(--surface);
        color: var(--ink-soft);
        font: 400 var(--text-s) / 1.45 var(--font);
      }
      ui-icon {
        color: var(--info);
      }
      b {
        color: var(--ink);
        font-weight: 600;
      }
      p {
        overflow-wrap: anywhere;
      }
      .hidden-character {
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) entry!: OutboxEntry;
  /** The request, where this device knows it. */
  @property({ attribute: false }) request?: DecisionRequest;
  /** Names the request, where it is not in view anyway. */
  @property({ type: Boolean }) titled = false;

  override render() {
    const request = this.entry.problem?.standing ?? this.request;
    return html`<ui-icon name="info"></ui-icon>
      <div role="alert">
        ${this.titled && request ? html`<p><b>${shownText(request.title)}</b></p>` : nothing}
        <p>${this.#why(request)}</p>
      </div>
      <ui-button
        square
        variant="quiet"
        icon="cross"
        label="Dismiss"
        @click=${() => this.dispatchEvent(new RefusalDismissedEvent(this.entry.requestId))}
      ></ui-button>`;
  }

  #why(request: DecisionRequest | undefined) {
    const { problem, input } = this.entry;
    const standing = problem?.standing;
    const mine = request ? html`Your answer “${shownText(answerWord(request, input))}” was not used. ` : nothing;
    if (standing?.status === "decided" && standing.decision) {
      const { decision } = standing;
      const where = decision.decidedBy.device ?? decision.decidedBy.name;
      const age = html`<ui-age as="ago" at=${decision.decidedAt}></ui-age>`;
      const answer = html`<b>${shownText(answerWord(standing, decision).toLowerCase())}</b>`;
      return html`Answered${where ? html` on ${shownText(where)}` : nothing} ${age}: ${answer}. ${mine}`;
    }
    if (standing?.status === "expired") {
      const fell = standing.decision
        ? html`, and fell to <b>${shownText(answerWord(standing, standing.decision).toLowerCase())}</b>`
        : nothing;
      return html`The time ran out before your answer arrived${fell}. ${mine}`;
    }
    if (standing?.status === "cancelled") return html`The agent withdrew the question before your answer arrived. ${mine}`;
    if (problem?.code === "decision.passkey_required")
      return "Your answer needs your passkey. Give it again here, and confirm with the passkey.";
    return html`${mine}${problem?.detail ?? problem?.title ?? "The server refused it."}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-refusal": DecisionRefusal;
  }
}
