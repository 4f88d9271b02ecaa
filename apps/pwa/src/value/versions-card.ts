import type { ValueAssumptions } from "@beckon/contracts/value-assumptions";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { foldedRowStyles } from "../teamwork/folded-row.styles.ts";
import { movesOf } from "./moves.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "./moves-table.ts";

const termNames: Readonly<Record<string, string>> = {
  currency: "currency",
  exchange: "exchange",
  rate: "hourly rate",
  realisation: "realisation",
  plans: "plans",
  infrastructurePerMonthMicros: "infrastructure",
  setUp: "set-up",
  costOfDelayPerHourMicros: "cost of delay",
  workingDays: "working days",
  hoursPerPersonDay: "hours a day",
  people: "people",
};

/** Every version of the assumptions: who, when, what was changed, and what that moved. */
@customElement("versions-card")
export class VersionsCard extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    foldedRowStyles,
    css`
      :host {
        display: block;
        font: 400 var(--text-s) / 1.5 var(--font);
        color: var(--ink);
      }
      details:not(:first-child) {
        border-block-start: 1px solid var(--line);
      }
      summary {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-3);
        align-items: center;
        min-block-size: 60px;
        padding: 10px var(--space-4);
        --icon-size: 16px;
      }
      .name {
        font-weight: 600;
      }
      .name small {
        display: block;
        color: var(--ink-soft);
        font-size: 0.8125rem;
        font-weight: 400;
        overflow-wrap: anywhere;
      }
      .note {
        padding: 0 var(--space-4) var(--space-3);
        color: var(--ink-soft);
        overflow-wrap: anywhere;
      }
      moves-table {
        display: block;
        padding: 0 var(--space-4) var(--space-3);
      }
    `,
  ];

  @property({ attribute: false }) versions: readonly ValueAssumptions[] = [];

  override render() {
    return html`<ui-card flush
      >${repeat(
        this.versions,
        ({ version }) => version,
        (one) => this.#renderVersion(one),
      )}</ui-card
    >`;
  }

  #renderVersion({ version, at, by, note, changed, moved }: ValueAssumptions) {
    const names = changed.map((term) => termNames[term] ?? term).join(", ");
    return html`<details>
      <summary>
        <span class="name"
          >Version ${version}<small
            >${formatMoment(at)}, ${shownWords(short(by.name ?? by.kind, 80))}${names ? ` · ${names}` : ""}</small
          ></span
        >
        <ui-icon name="down"></ui-icon>
      </summary>
      ${note ? html`<p class="note">${shownText(short(note, 500))}</p>` : nothing}
      <moves-table .moves=${movesOf(moved.before, moved.after, moved.currency)} caption=${`What version ${version} moved`}></moves-table>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "versions-card": VersionsCard;
  }
}
