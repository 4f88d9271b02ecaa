import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import { commandParts } from "./command-parts.ts";
import { answeredBy, answerWord, standingOf } from "./decision-words.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-icon";

type Step = { icon: "check" | "clock" | "cross" | "alert" | "send"; tone: string; head: unknown; detail?: unknown };

/** What became of an answer, step by step: sending, accepted, executed or failed. */
@customElement("decision-progress")
export class DecisionProgress extends LitElement {
  static override styles = [
    baseStyles,
    css`
      ol {
        display: grid;
        gap: var(--space-3);
      }
      li {
        display: grid;
        grid-template-columns: 28px minmax(0, 1fr);
        gap: var(--space-3);
        font: 400 var(--text-s) / 1.45 var(--font);
        color: var(--ink-soft);
      }
      .sign {
        display: grid;
        place-items: center;
        inline-size: 28px;
        block-size: 28px;
        border-radius: 50%;
        --icon-size: 16px;
        background: var(--raised);
        color: var(--ink-soft);
      }
      .good {
        background: var(--good-soft);
        color: var(--good);
      }
      .bad {
        background: var(--bad-soft);
        color: var(--bad);
      }
      .info {
        background: var(--info-soft);
        color: var(--info);
      }
      .beacon {
        background: var(--beacon-soft);
        color: var(--beacon);
      }
      b {
        display: block;
        color: var(--ink);
        font-weight: 600;
        line-height: 28px;
        overflow-wrap: anywhere;
      }
      p {
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      ui-code {
        margin-block-start: var(--space-2);
      }
      .hidden-character {
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) request!: DecisionRequest;
  /** An answer of this device that the server does not have yet. */
  @property({ attribute: false }) entry?: OutboxEntry;

  override render() {
    const steps = this.entry && this.entry.progress !== "refused" ? [this.#ownStep(this.entry)] : this.#resolvedSteps();
    return html`<div role="status">
      <ol>
        ${steps.map(
          (step) =>
            html`<li>
              <span class="sign ${step.tone}"><ui-icon name=${step.icon}></ui-icon></span>
              <div><b>${step.head}</b>${step.detail ?? nothing}</div>
            </li>`,
        )}
      </ol>
    </div>`;
  }

  #ownStep({ input, progress }: OutboxEntry): Step {
    const answer = shownText(answerWord(this.request, input));
    return progress === "sending"
      ? { icon: "send", tone: "info", head: html`${answer}: sending` }
      : {
          icon: "clock",
          tone: "beacon",
          head: html`${answer}: waiting to be sent`,
          detail: html`<p>It is kept on this device and goes out by itself as soon as the server can be reached.</p>`,
        };
  }

  #resolvedSteps(): Step[] {
    const { request } = this;
    const { decision, status } = request;
    if (status === "pending") return [];
    if (status === "cancelled") return [this.#cancelled()];
    const standing = standingOf({ ...request, outcome: undefined });
    const first: Step = {
      icon: standing.icon === "cross" ? "cross" : standing.icon === "clock" ? "clock" : "check",
      tone: standing.tone,
      head: shownText(standing.word),
      detail: decision ? this.#byWhom() : html`<p>Nobody answered in time.</p>`,
    };
    return [first, ...this.#outcome()];
  }

  #byWhom() {
    const { decision, askedAt } = this.request;
    if (decision === undefined) return nothing;
    const took = formatDuration(Date.parse(decision.decidedAt) - Date.parse(askedAt));
    return html`<p>${shownText(answeredBy(decision))} · <ui-age as="ago" at=${decision.decidedAt}></ui-age> · it waited ${took}</p>
      ${decision.text === undefined ? nothing : html`<p>“${shownText(decision.text)}”</p>`}
      ${
        decision.editedAction?.command === undefined
          ? nothing
          : html`<p>Edited before approval:</p>
              <ui-code label="edited command" .parts=${commandParts(decision.editedAction.command)}></ui-code>`
      }`;
  }

  #cancelled(): Step {
    const { cancelReason, resolvedAt } = this.request;
    return {
      icon: "cross",
      tone: "quiet",
      head: "Withdrawn by the agent",
      detail: html`<p>
        ${cancelReason ? shownText(cancelReason) : nothing}${resolvedAt ? html` · <ui-age as="ago" at=${resolvedAt}></ui-age>` : nothing}
      </p>`,
    };
  }

  #outcome(): Step[] {
    const { outcome, decision } = this.request;
    if (outcome === undefined) {
      if (decision === undefined || decision.decidedBy.kind === "expiry") return [];
      return [{ icon: "clock", tone: "quiet", head: "Accepted", detail: html`<p>The agent has not told yet what came of it.</p>` }];
    }
    const failed = outcome.status === "failed";
    const step: Step = {
      icon: failed ? "alert" : "check",
      tone: failed ? "bad" : "good",
      head: failed ? "Failed" : "Executed",
      detail: html`<p><ui-age as="ago" at=${outcome.at}></ui-age></p>
        ${outcome.message ? html`<ui-code label="output" .parts=${commandParts(outcome.message).map(plainDanger)}></ui-code>` : nothing}`,
    };
    return [step];
  }
}

// In an output a dangerous word is no warning any more; only what hides stays marked.
const plainDanger = <P extends { text: string; tone?: string }>(part: P) => (part.tone === "danger" ? { text: part.text } : part);

declare global {
  interface HTMLElementTagNameMap {
    "decision-progress": DecisionProgress;
  }
}
