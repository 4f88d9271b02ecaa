import type { Session } from "@beckon/contracts/agents";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatCount } from "@beckon/ui/numbers";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { callWords, type Cost, costsOf, type Payment, tokensOf } from "./cost.ts";
import { formatMoney } from "./money.ts";

const mostModels = 8;

/** What some runs cost and the tokens that it is made of. */
@customElement("agent-usage")
export class AgentUsage extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
        font: 400 var(--text-s) / 1.45 var(--font);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      .costs {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3) var(--space-6);
      }
      .costs b {
        display: block;
        color: var(--ink);
        font: 650 var(--text-xl) / 1.2 var(--font);
        letter-spacing: -0.02em;
      }
      .costs b.none {
        font-size: var(--text-l);
      }
      .costs small {
        font-size: 0.8125rem;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
        gap: var(--space-3);
      }
      dt {
        font-size: 0.8125rem;
      }
      dd {
        color: var(--ink);
        font-weight: 600;
      }
      p {
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) sessions: readonly Session[] = [];
  /** How a person says the agent is paid. */
  @property({ attribute: false }) given?: Payment | undefined;

  override render() {
    const costs = costsOf(this.sessions, this.given);
    if (costs.length === 0) return html`<p>No model call was told of.</p>`;
    const tokens = tokensOf(this.sessions);
    const models = [...new Set(this.sessions.flatMap(({ usage }) => usage.models))];
    const row = (name: string, count: number) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${formatCount(count)}</dd>
      </div>`;
    return html`<div class="costs">${costs.map(renderCost)}</div>
      <dl>
        ${row("Input tokens", tokens.input)} ${row("Read from cache", tokens.cacheRead)} ${row("Written to cache", tokens.cacheWrite)}
        ${row("Output tokens", tokens.output)}
      </dl>
      ${
        models.length > 0
          ? html`<p>
              ${models.slice(0, mostModels).map((model, index) => html`${index > 0 ? ", " : ""}${shownText(model)}`)}${
                models.length > mostModels ? ` and ${models.length - mostModels} more models` : ""
              }
            </p>`
          : nothing
      }`;
  }
}

const paidWords: Record<Cost["payment"], string> = {
  tokens: "billed by token",
  plan: "covered by a plan; this is what it costs by token",
  unknown: "at list price; nobody said whether it is billed or covered by a plan",
};

function renderCost({ micros, calls, unpriced, payment }: Cost) {
  const how = paidWords[payment];
  return html`<div>
    <b class=${micros === null ? "none" : ""}>${micros === null ? "Cost unknown" : `${unpriced > 0 ? "≥ " : ""}${formatMoney(micros)}`}</b>
    <small>${callWords(calls)}, ${how}${unpriced > 0 ? html` · ${callWords(unpriced)} without a price` : nothing}</small>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-usage": AgentUsage;
  }
}
