import type { Diagnostics } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { figureStyles } from "./figure.styles.ts";
import { checkWords, count, gradeLooks } from "./teamwork-words.ts";
import { downloadsOf } from "./downloads.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";

type Check = Diagnostics["checks"][number];
const firstItems = 3;

/** What is wrong right now: the score, every deduction from it, what to do about it, and what it is about. */
@customElement("diagnostics-card")
export class DiagnosticsCard extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    figureStyles,
    css`
      .score {
        display: flex;
        align-items: baseline;
        gap: var(--space-3);
        font: 700 var(--text-xl) / 1.1 var(--font);
        letter-spacing: -0.02em;
      }
      .score small {
        font-weight: 500;
        letter-spacing: 0;
      }
      .grade {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        margin-inline-start: auto;
        font: 650 var(--text-s) / 1.3 var(--font);
        letter-spacing: 0;
        --icon-size: 14px;
      }
      .checks {
        display: grid;
        gap: var(--space-3);
        margin-block-start: var(--space-4);
      }
      .check {
        display: grid;
        grid-template-columns: 44px minmax(0, 1fr);
        gap: 0 var(--space-2);
      }
      .points {
        color: var(--bad);
        font-weight: 650;
      }
      .check > :not(.points) {
        grid-column: 2;
      }
      .items a {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        min-block-size: var(--touch);
        color: var(--ink);
        overflow-wrap: anywhere;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
      }
      /* Of its own kind of box an age is not underlined with the name. */
      .items small {
        display: inline-block;
        flex: none;
      }
      summary {
        display: flex;
        align-items: center;
        min-block-size: var(--touch);
        color: var(--info);
        cursor: pointer;
      }
      .fine {
        margin-block-start: var(--space-3);
      }
    `,
  ];

  @property({ attribute: false }) diagnostics!: Diagnostics;
  @property() stamp = "";

  override render() {
    const { score, grade, checks } = this.diagnostics;
    const look = gradeLooks[grade];
    const wrong = checks.filter(({ points }) => points > 0);
    const unknown = checks.filter((check) => check.unknown);
    return html`<ui-chart
      heading="What is wrong right now"
      stamp=${this.stamp}
      .downloads=${downloadsOf("/api/coordination/diagnostics", () => ({}))}
    >
      <p class="score">
        <span>${count(score)}<small> of 100</small></span>
        <span class=${`grade ${look.tone}`}><ui-icon name=${look.icon}></ui-icon>${look.word}</span>
      </p>
      ${wrong.length > 0 ? html`<div class="checks">${wrong.map((check) => this.#renderCheck(check))}</div>` : nothing}
      <p class="small fine">
        ${
          wrong.length === 0 && unknown.length === 0
            ? "Nothing: no task waits for an owner or lost it, nobody fell silent, store and stream answer."
            : html`${unknown.map(({ name }) => html`Could not be looked at: ${checkWords[name].toLowerCase()}. `)}`
        }
      </p>
    </ui-chart>`;
  }

  #renderCheck({ name, points, count: own, advice, items }: Check) {
    return html`<div class="check">
      <span class="points">−${points}<span class="visually-hidden"> points</span></span>
      <p><b>${name === "store" ? "Store or live stream does not answer" : `${checkWords[name]}: ${count(own)}`}</b></p>
      <p class="small">${advice}</p>
      ${
        items.length > 0
          ? html`<ul class="items">
              ${items.slice(0, firstItems).map(renderItem)}
            </ul>`
          : nothing
      }
      ${
        items.length > firstItems
          ? html`<details>
              <summary>${`${count(items.length - firstItems)} more`}${own > items.length ? ` of ${count(own)}` : ""}</summary>
              <ul class="items">
                ${items.slice(firstItems).map(renderItem)}
              </ul>
            </details>`
          : nothing
      }
    </div>`;
  }
}

const renderItem = ({ kind, id, name, since }: Check["items"][number]) =>
  html`<li>
    <a href=${kind === "task" ? `/work/tasks/${id}` : `/agents/${id}`}
      >${shownText(short(name, 120))}${since ? html`<small><ui-age as="short" at=${since}></ui-age></small>` : nothing}</a
    >
  </li>`;

declare global {
  interface HTMLElementTagNameMap {
    "diagnostics-card": DiagnosticsCard;
  }
}
