import type { LivenessState } from "@beckon/metrics/liveness";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { stateLooks } from "./fleet-words.ts";
import { toneStyles } from "./tone.styles.ts";
import "@beckon/ui/ui-icon";

/** The state of an agent as a shape, a colour and a word. */
@customElement("state-mark")
export class StateMark extends LitElement {
  static override styles = [
    toneStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        font: 650 var(--text-xs) / 1.3 var(--font);
        --icon-size: 13px;
        white-space: nowrap;
      }
      b {
        font-weight: inherit;
      }
      b.faint {
        color: var(--ink-soft);
      }
    `,
  ];

  @property() state: LivenessState = "offline";

  override render() {
    const look = stateLooks[this.state];
    return html`<ui-icon class=${look.tone} name=${look.icon}></ui-icon><b class=${look.tone}>${look.word}</b>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "state-mark": StateMark;
  }
}
