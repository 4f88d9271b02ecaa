import type { Risk } from "@beckon/contracts/decisions";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { riskLooks } from "./decision-words.ts";
import "@beckon/ui/ui-icon";

/** Risk as a shape, a colour and a word. */
@customElement("risk-mark")
export class RiskMark extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      font: 650 var(--text-xs) / 1.3 var(--font);
      --icon-size: 14px;
    }
    .good {
      color: var(--good);
    }
    .beacon {
      color: var(--beacon);
    }
    .bad {
      color: var(--bad);
    }
    b {
      font-weight: inherit;
    }
  `;

  @property() risk: Risk = "low";

  override render() {
    const look = riskLooks[this.risk];
    return html`<ui-icon class=${look.tone} name=${look.icon}></ui-icon><b class=${look.tone}>${look.word}</b>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "risk-mark": RiskMark;
  }
}
