import type { OutcomeCosts } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { counted } from "../value/value-words.ts";
import { costParts, costWords } from "./outcome-words.ts";
import "@beckon/ui/ui-card";

const few = 8;

/** What was spent by runs that no outcome names: it stays in sight. */
@customElement("unattributed-card")
export class UnattributedCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        font: 400 var(--text-s) / 1.45 var(--font);
        font-variant-numeric: tabular-nums;
      }
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
      }
      dl {
        display: grid;
        gap: 2px;
      }
      dl div,
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-3);
        align-items: baseline;
      }
      dt,
      .soft {
        color: var(--ink-soft);
      }
      dd {
        font-weight: 650;
      }
      ul {
        display: grid;
        gap: 4px;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
      }
      span {
        overflow-wrap: anywhere;
      }
      details summary {
        display: flex;
        align-items: center;
        min-block-size: var(--touch);
        cursor: pointer;
        font-size: 0.8125rem;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) costs!: OutcomeCosts;

  override render() {
    const { unattributed, attributed, unlinked } = this.costs;
    const parts = costParts(unattributed);
    if (unattributed.sessions === 0)
      return html`<ui-card
        ><p class="soft">
          ${attributed.sessions === 0 ? "Nothing was spent in this time." : "Every run that spent anything in this time is linked with an outcome."}
        </p></ui-card
      >`;
    return html`<ui-card>
      <div class="stack">
        <p class="soft">
          ${counted(unattributed.sessions, "run")} of ${counted(unattributed.sessions + attributed.sessions, "run")} led to no outcome that
          is known: work in progress, given up, or not linked. Their cost counts all the same.
        </p>
        <dl>
          ${parts.map(
            ({ word, text }) =>
              html`<div>
                <dt>${word}</dt>
                <dd>${text}</dd>
              </div>`,
          )}
          ${parts.length === 0 ? html`<p class="soft">None of it could be priced.</p>` : nothing}
        </dl>
        ${
          unlinked.length > 0
            ? html`<details>
                <summary>The dearest of them</summary>
                <ul>
                  ${unlinked
                    .slice(0, few)
                    .map(
                      ({ agent, title, project, cost }) =>
                        html`<li>
                          <span>${shownText(short([agent, title, project].filter(Boolean).join(" · ") || "A run", 120))}</span
                          ><span>${costWords(cost)}</span>
                        </li>`,
                    )}
                </ul>
              </details>`
            : nothing
        }
      </div>
    </ui-card>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "unattributed-card": UnattributedCard;
  }
}
