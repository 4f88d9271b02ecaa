import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { AgentTile } from "./connect-view.ts";
import "@beckon/ui/ui-icon";

/** Another kind of agent was chosen. */
export class AgentChosenEvent extends Event {
  readonly agent: string;
  constructor(agent: string) {
    super("agent-chosen", { bubbles: true, composed: true });
    this.agent = agent;
  }
}

/**
 * The kinds of agents, all in view.
 * @fires agent-chosen Another one was chosen.
 */
@customElement("agent-choice")
export class AgentChoice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        gap: var(--space-2);
        margin: 0;
        padding: 0;
        min-inline-size: 0;
        border: 0;
      }
      label {
        position: relative;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-content: center;
        gap: 1px var(--space-2);
        min-block-size: 64px;
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface);
        font: 400 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
        cursor: pointer;
      }
      b {
        font: 600 var(--text-s) / 1.3 var(--font);
        color: var(--ink);
      }
      /* Seven of them: the last one fills its row. */
      label:last-of-type {
        grid-column: auto / span 2;
      }
      span {
        grid-column: 1 / -1;
      }
      ui-icon {
        grid-area: 1 / 2;
        color: var(--good);
        --icon-size: 18px;
        visibility: hidden;
      }
      label:has(input:checked) {
        background: var(--raised);
        border-color: var(--line-strong);
        box-shadow: 0 0 0 1px var(--line-strong);
      }
      label:has(input:checked) ui-icon {
        visibility: visible;
      }
      label:has(input:focus-visible) {
        outline: 2px solid var(--info);
        outline-offset: 2px;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      @media (forced-colors: active) {
        label:has(input:checked) {
          border-color: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) agents: readonly AgentTile[] = [];
  @property() value = "";

  override render() {
    return html`<fieldset>
      <legend class="visually-hidden">Which agent?</legend>
      ${this.agents.map(
        ({ id, name, brings }) =>
          html`<label>
            <input type="radio" name="agent" value=${id} .checked=${id === this.value} @change=${() => this.#choose(id)} />
            <b>${name}</b><span>${brings}</span><ui-icon name="check"></ui-icon>
          </label>`,
      )}
    </fieldset>`;
  }

  #choose(agent: string): void {
    this.value = agent;
    this.dispatchEvent(new AgentChosenEvent(agent));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-choice": AgentChoice;
  }
  interface HTMLElementEventMap {
    "agent-chosen": AgentChosenEvent;
  }
}
