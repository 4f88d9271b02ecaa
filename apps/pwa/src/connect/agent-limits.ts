import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@beckon/ui/ui-icon";

/** What an agent can do through Beckon, and what it cannot, side by side. */
@customElement("agent-limits")
export class AgentLimits extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        font: 400 0.8125rem / 1.5 var(--font);
        color: var(--ink-soft);
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: var(--space-2);
        padding-block: var(--space-1);
      }
      ui-icon {
        --icon-size: 16px;
        margin-block-start: 2px;
      }
      .can ui-icon {
        color: var(--good);
      }
      .cannot ui-icon {
        color: var(--ink-faint);
      }
    `,
  ];

  @property({ attribute: false }) can: readonly string[] = [];
  @property({ attribute: false }) cannot: readonly string[] = [];

  override render() {
    const row = (text: string, icon: "check" | "info", spoken: string) =>
      html`<li>
        <ui-icon name=${icon}></ui-icon><span><span class="visually-hidden">${spoken} </span>${text}</span>
      </li>`;
    return html`<ul class="can">
        ${this.can.map((text) => row(text, "check", "Can:"))}
      </ul>
      <ul class="cannot">
        ${this.cannot.map((text) => row(text, "info", "Limit:"))}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-limits": AgentLimits;
  }
}
