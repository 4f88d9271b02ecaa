import type { AttentionSummary } from "@beckon/contracts/attention";
import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { StoreController } from "../platform/store-controller.ts";
import { renderMissing, renderViewAge } from "../teamwork/teamwork-parts.ts";
import { headline, hoursWords, lengthWords, moneyWords, timesWords } from "./attention-words.ts";
import { attentionContext } from "./attention.context.ts";
import type { AttentionStore } from "./attention.store.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";

/** Attention of the last 7 days at a glance, for the page of Value; it opens the ledger. It reads what it shows itself. */
@customElement("attention-card")
export class AttentionCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        font: 400 var(--text-s) / 1.5 var(--font);
        font-variant-numeric: tabular-nums;
        color: var(--ink);
      }
      h2 {
        margin: 0;
        font: 650 0.9375rem / 1.4 var(--font);
      }
      p {
        margin: 0;
        text-wrap: pretty;
      }
      .stack {
        display: grid;
        gap: var(--space-1);
      }
      .lead {
        font-weight: 600;
      }
      .quiet,
      .as-of {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .error {
        color: var(--bad);
      }
      a {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-block-size: var(--touch);
        margin-block-end: calc(-1 * var(--space-3));
        color: var(--info);
        font-weight: 600;
        text-decoration: none;
        --icon-size: 14px;
      }
    `,
  ];

  @consume({ context: attentionContext }) private attention!: AttentionStore;

  constructor() {
    super();
    new StoreController(this, () => this.attention);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.attention.show({ range: "7d" }, ["summary"]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.attention.leave();
  }

  override render() {
    const { summary } = this.attention.state;
    if (!summary.body) return renderMissing(summary, () => this.attention.refresh());
    return html`<ui-card>
      <div class="stack">
        <h2>Attention</h2>
        <p class="lead">${headline(summary.body, 7)}</p>
        <p class="quiet">${tookWords(summary.body)}</p>
        ${renderViewAge(summary)}
        <a href="/value/attention">Waiting, interruptions, habits<ui-icon name="forward"></ui-icon></a>
      </div>
    </ui-card>`;
  }
}

const tookWords = ({ attention, answers, interruptions, currency }: AttentionSummary) => {
  const parts = [
    attention.cards + attention.reviews > 0 &&
      `${hoursWords(attention.ms)} of people’s time${attention.micros === null ? "" : `, ${moneyWords(attention.micros, currency)}`}`,
    answers.p50 !== null && `half answered within ${lengthWords(answers.p50)}`,
    interruptions.n > 0 && timesWords(interruptions.n, "notification"),
  ].filter(Boolean);
  return parts.length === 0 ? nothing : `${parts.join("; ")}.`;
};

declare global {
  interface HTMLElementTagNameMap {
    "attention-card": AttentionCard;
  }
}
