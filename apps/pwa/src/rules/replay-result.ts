import type { RuleReplay, RuleReplayItem } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { figuresWords, furtherFigures } from "./rule-words.ts";
import { ruleStyles } from "./rules.styles.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-row";

const shownMost = 10;

/** What a rule would have answered, those against the person first; each opens. */
@customElement("replay-result")
export class ReplayResult extends LitElement {
  static override styles = [
    baseStyles,
    ruleStyles,
    css`
      .stack {
        display: grid;
        gap: var(--space-3);
      }
      summary {
        display: flex;
        align-items: center;
        min-block-size: var(--touch);
        color: var(--ink-soft);
        font: 550 var(--text-s) / 1.4 var(--font);
        cursor: pointer;
      }
      .against {
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) replay!: RuleReplay;

  override render() {
    const { figures, against, would, days, cut, from } = this.replay;
    return html`<div class="stack">
      <p class="figure ${figures.against > 0 ? "against" : ""}" role="status">${figuresWords(figures)}</p>
      <p class="note">
        ${furtherFigures(figures)} ${cut ? `Looked at the newest 50,000, since ${formatMoment(from)}.` : `Looked at the last ${days} days.`}
      </p>
      ${against.length > 0 ? list(against, figures.against) : nothing}
      ${
        would.length > against.length
          ? html`<details>
              <summary>All that it would have answered</summary>
              ${list(would, figures.would)}
            </details>`
          : nothing
      }
    </div>`;
  }
}

const list = (items: readonly RuleReplayItem[], all: number) =>
  html`<ui-card flush
      >${items
        .slice(0, shownMost)
        .map(
          ({ requestId, title, agent, command, would, yours, askedAt }) =>
            html`<ui-row href=${`/decisions/${requestId}`}
              >${shownText(short(command ?? title, 120))}<span slot="detail"
                >${yours === undefined ? "You: no answer" : html`You: ${shownText(yours)}`} · rule: ${shownText(would)} ·
                ${shownText(short(agent, 40))} · ${formatMoment(askedAt)}</span
              ></ui-row
            >`,
        )}</ui-card
    >${all > shownMost ? html`<p class="note">The newest ${Math.min(shownMost, items.length)} of ${all}.</p>` : nothing}`;

declare global {
  interface HTMLElementTagNameMap {
    "replay-result": ReplayResult;
  }
}
