import type { AuditCheck } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-icon";

const mostShown = 5;

/** Somebody wants all of the audit to be checked again. */
export class CheckWantedEvent extends Event {
  constructor() {
    super("check-wanted", { bubbles: true, composed: true });
  }
}

/**
 * Whether the audit is still what was written down; and if not, what was touched.
 * @fires check-wanted
 */
@customElement("audit-chain")
export class AuditChain extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      ui-card {
        --card-padding: var(--space-3) var(--space-4);
      }
      .line,
      summary {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--space-3);
        align-items: center;
        min-block-size: var(--touch);
      }
      summary {
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      details[open] .turn {
        rotate: 180deg;
      }
      details > div {
        display: grid;
        gap: var(--space-3);
        padding-block: var(--space-2) var(--space-1);
      }
      h2 {
        padding: 0;
        font-size: var(--text-s);
        color: var(--bad);
      }
      ul {
        display: grid;
        gap: var(--space-1);
        padding: 0;
        list-style: none;
      }
      @media (max-width: 479.98px) {
        .line ui-button {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  /** What the newest look at it found. */
  @property({ attribute: false }) check?: AuditCheck;
  /** Why there is no newer one. */
  @property() problem = "";
  @property({ type: Boolean }) busy = false;

  override render() {
    const { check, problem, busy } = this;
    if (!check || problem) return this.#renderUnknown(problem, busy);
    return check.faults === 0 ? this.#renderWhole(check) : this.#renderBroken(check);
  }

  #renderUnknown(problem: string, busy: boolean) {
    return html`<ui-card
      ><div class="line">
        <ui-icon name=${problem ? "question" : "clock"} class="tone-quiet"></ui-icon>
        <p class="small" role="status">${problem ? `Not checked. ${problem}` : "Each entry is being checked against the chain …"}</p>
        ${problem ? html`<ui-button wide ?busy=${busy} @click=${() => this.dispatchEvent(new CheckWantedEvent())}>Check again</ui-button>` : ""}
      </div></ui-card
    >`;
  }

  #renderWhole({ rows, unsealed, head, checkedAt }: AuditCheck) {
    const whole =
      rows === 1 ? "The one entry is as it was written down" : `All ${rows.toLocaleString()} entries are as they were written down`;
    return html`<ui-card
      ><details>
        <summary>
          <ui-icon name="check" class="good"></ui-icon>
          <span role="status"
            ><b>${whole}</b><span class="small"><br />Checked at ${formatMoment(checkedAt)}</span></span
          >
          <ui-icon name="down" class="turn tone-quiet"></ui-icon>
        </summary>
        <div>
          <p class="small">
            Each entry is sealed, within seconds, by a hash over itself and all before
            it.${unsealed > 0 ? ` Not sealed yet: the newest ${unsealed === 1 ? "one" : unsealed.toLocaleString()}.` : ""} Keep the newest
            hash elsewhere: with it this command proves later that nothing was cut off.
          </p>
          ${head ? html`<ui-code label="command" .parts=${[{ text: `npx pnpm@12 -s beckon audit verify --head ${head.hash}` }]}></ui-code>` : ""}
        </div>
      </details></ui-card
    >`;
  }

  #renderBroken({ faults, problems, checkedAt }: AuditCheck) {
    const shown = problems.slice(0, mostShown);
    return html`<ui-card tone="bad"
      ><div class="stack" role="alert">
        <h2>
          <ui-icon name="alert"></ui-icon>${faults === 1 ? "1 fault" : `${faults.toLocaleString()} faults`}: this log is not what was
          written down
        </h2>
        <ul class="small">
          ${shown.map(({ detail }) => html`<li>${detail}</li>`)}
        </ul>
        <p class="small">
          Checked at ${formatMoment(checkedAt)}.${faults > shown.length ? html` All of them: <code>beckon audit verify</code>.` : ""}
        </p>
      </div></ui-card
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "audit-chain": AuditChain;
  }
  interface HTMLElementEventMap {
    "check-wanted": CheckWantedEvent;
  }
}
