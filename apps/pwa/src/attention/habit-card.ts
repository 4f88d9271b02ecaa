import type { AttentionHabit } from "@beckon/contracts/attention";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { countWords, habitVerdict, hoursWords, lengthWords, moneyWords, percentWords, timesWords } from "./attention-words.ts";
import "@beckon/ui/ui-button";

const longest = 160;

/** What people answer again and again: what it took, whether they agree, and the rule that would do it. */
@customElement("habit-card")
export class HabitCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
        padding: var(--space-4);
        min-inline-size: 0;
        font: 400 var(--text-s) / 1.45 var(--font);
        font-variant-numeric: tabular-nums;
        color: var(--ink);
      }
      :host(:not(:first-child)) {
        border-block-start: 1px solid var(--line);
      }
      h3 {
        margin: 0;
        font: 550 0.9375rem / 1.4 var(--mono);
        overflow-wrap: anywhere;
      }
      p {
        margin: 0;
        text-wrap: pretty;
        overflow-wrap: anywhere;
      }
      .where,
      .took {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .took b {
        color: var(--ink);
        font-weight: 650;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) habit!: AttentionHabit;
  @property() currency = "USD";
  /** The person may write rules. */
  @property({ type: Boolean }) mayAct = false;
  /** Why no rule can be written now; empty where one can. */
  @property() whyNot = "";

  override render() {
    const { template, tool, project, n, approvedShare, agents, waitingMs, attentionMs, cards, micros, rule, requestIds } = this.habit;
    const [newest] = requestIds;
    const where = [tool, project].filter((part) => part !== undefined && part !== template);
    return html`<h3>${shownText(short(template, longest))}</h3>
      ${where.length > 0 ? html`<p class="where">${where.map((part, index) => html`${index > 0 ? " · " : ""}${shownText(short(part as string, 60))}`)}</p>` : nothing}
      <p class="took">
        <b>${countWords(n)}</b> answers, <b>${percentWords(approvedShare)}</b> approved; <b>${timesWords(agents, "agent")}</b> waited
        <b>${hoursWords(waitingMs)}</b>${
          cards === 0
            ? html`; people’s time was not measured`
            : html`; <b>${lengthWords(attentionMs)}</b> of people’s
                time${micros === null ? "" : html`, <b>${moneyWords(micros, this.currency)}</b>`}`
        }
      </p>
      <p>${habitVerdict(this.habit)}</p>
      <div class="buttons">
        ${
          rule && this.mayAct
            ? html`<ui-button variant="primary" ?disabled=${this.whyNot !== ""} href=${`/settings/rules/new?habit=${this.habit.id}`}
                >Write its rule</ui-button
              >`
            : nothing
        }
        ${newest ? html`<ui-button href=${`/decisions/${newest}`}>The last one</ui-button>` : nothing}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "habit-card": HabitCard;
  }
}
