import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { answeredBy, standingOf } from "../decisions/decision-words.ts";
import { shownText } from "../decisions/shown-text.ts";
import { happeningLook } from "./happening-words.ts";
import { short } from "./short.ts";
import type { Moment } from "./timeline.ts";
import { toneStyles } from "./tone.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

const first = 12;
const step = 40;
const longestTitle = 240;

/** What an agent did and asked, in words, newest first. */
@customElement("agent-timeline")
export class AgentTimeline extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: block;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow);
        overflow: clip;
        font: 400 var(--text-s) / 1.45 var(--font);
      }
      ol {
        padding-block: var(--space-2);
      }
      li {
        display: grid;
        grid-template-columns: 18px minmax(0, 1fr) auto;
        gap: var(--space-3);
        align-items: start;
        padding: 7px var(--space-4);
        --icon-size: 16px;
      }
      ui-icon {
        margin-block-start: 2px;
      }
      .soft {
        color: var(--ink-faint);
      }
      span {
        overflow-wrap: anywhere;
      }
      code {
        font: 500 0.8125rem / 1.4 var(--mono);
        color: var(--ink);
      }
      a {
        font-weight: 600;
        text-underline-offset: 3px;
      }
      time {
        color: var(--ink-faint);
        font-size: var(--text-xs);
        line-height: 1.7;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .more {
        padding: 0 var(--space-2) var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) moments: readonly Moment[] = [];
  @state() private shown = first;

  override render() {
    const left = this.moments.length - this.shown;
    return html`<ol>
        ${repeat(
          this.moments.slice(0, this.shown),
          ({ key }) => key,
          (moment) => renderMoment(moment),
        )}
      </ol>
      ${left > 0 ? html`<div class="more"><ui-button wide variant="quiet" @click=${() => (this.shown += step)}>Show ${Math.min(left, step)} more</ui-button></div>` : nothing}`;
  }
}

function renderMoment(moment: Moment) {
  const { icon, tone, words } = "asked" in moment ? askedLook(moment.asked) : happeningLook(moment.happening);
  return html`<li>
    <ui-icon class=${tone} name=${icon}></ui-icon><span>${words}</span><time datetime=${moment.at}>${formatMoment(moment.at)}</time>
  </li>`;
}

/** "Asked: Deploy? — approved by Ada on Pixel 9", and the way to the card. */
function askedLook(request: DecisionRequest) {
  const { word, icon, tone } = standingOf(request);
  const title = html`<a href=${`/decisions/${request.id}`}>${shownText(short(request.title, longestTitle))}</a>`;
  if (request.status === "pending") return { icon, tone, words: html`Asks: ${title}` };
  const by = request.decision && request.outcome?.status !== "failed" ? ` ${answeredBy(request.decision)}` : "";
  return {
    icon,
    tone: tone === "quiet" ? "soft" : tone,
    words: html`Asked: ${title} — ${shownText(word.charAt(0).toLowerCase() + word.slice(1))}${shownText(by)}`,
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-timeline": AgentTimeline;
  }
}
