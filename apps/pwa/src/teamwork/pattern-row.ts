import type { FailurePattern } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { momentsOf } from "@beckon/ui/moments";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { commandParts } from "../decisions/command-parts.ts";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { foldedRowStyles } from "./folded-row.styles.ts";
import { addressOf, type TeamworkLook } from "./teamwork-look.ts";
import { causeWords, count, counted } from "./teamwork-words.ts";
import { templateText } from "./template-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-icon";
import "../fleet/role-badge.ts";

const mostAgents = 12;

/** Failures that say the same: what they have in common, how many, since when, whose, and one of them in full. */
@customElement("pattern-row")
export class PatternRow extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    foldedRowStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        font: 400 var(--text-s) / 1.45 var(--font);
        font-variant-numeric: tabular-nums;
        color: var(--ink);
      }
      :host(:not(:first-child)) {
        border-block-start: 1px solid var(--line);
      }
      summary {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 3px var(--space-3);
        align-items: start;
        min-block-size: var(--touch);
        padding: 11px var(--space-4);
      }
      .template {
        font: 500 0.8125rem / 1.5 var(--mono);
        overflow-wrap: anywhere;
      }
      .chip {
        display: inline-block;
        margin-inline: 1px;
        padding-inline: 5px;
        border-radius: 5px;
        background: var(--info-soft);
        color: var(--info);
        letter-spacing: -1px;
      }
      @media (forced-colors: active) {
        .chip {
          border: 1px solid;
        }
      }
      .count {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-weight: 650;
        --icon-size: 16px;
      }
      .count ui-icon {
        color: var(--ink-faint);
      }
      details[open] .count ui-icon {
        rotate: 180deg;
      }
      .detail {
        grid-column: 1 / -1;
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .more {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        padding: 0 var(--space-4) var(--space-4);
      }
      .more p {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-4);
        font-size: 0.8125rem;
      }
      li,
      li a {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-block-size: var(--touch);
        min-inline-size: var(--touch);
      }
      li span {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) pattern!: FailurePattern;
  @property({ attribute: false }) look!: TeamworkLook;

  override render() {
    const { template, count: own, exhausted, cause, firstAt, lastAt, agents, example, id } = this.pattern;
    return html`<details>
      <summary>
        <span class="template">${templateText(template)}</span>
        <span class="count">${count(own)}<span class="visually-hidden"> times</span><ui-icon name="down"></ui-icon></span>
        <span class="detail"
          >${exhausted > 0 ? html`<b class="bad">${count(exhausted)} with no retry left</b> · ` : nothing}${causeWords[cause]} ·
          ${momentsOf(own === 1 ? lastAt : firstAt, lastAt)} · ${counted(agents.length, "agent")}</span
        >
      </summary>
      <div class="more">
        ${example === "" ? html`<p>No message was told.</p>` : html`<ui-code label="message" .parts=${commandParts(example)}></ui-code>`}
        <ul aria-label="Agents">
          ${agents
            .slice(0, mostAgents)
            .map(
              (agent) =>
                html`<li>
                  ${agent.id ? html`<a href=${`/agents/${agent.id}`}>${shownText(short(agent.name, 60))}</a>` : html`<span>${shownText(short(agent.name, 60))}</span>`}
                  ${agent.role ? html`<role-badge what=${agent.role}></role-badge>` : nothing}
                </li>`,
            )}
          ${agents.length > mostAgents ? html`<li><span>and ${agents.length - mostAgents} more</span></li>` : nothing}
        </ul>
        <ui-button href=${addressOf("records", { ...this.look, status: "failed", pattern: id })}
          >Show ${own === 1 ? "it" : `all ${count(own)}`}</ui-button
        >
      </div>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "pattern-row": PatternRow;
  }
}
