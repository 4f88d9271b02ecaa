import type { Agent } from "@beckon/contracts/agents";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { shownText } from "../decisions/shown-text.ts";
import { agentHeadStyles } from "./agent-head.styles.ts";
import { evidence } from "./evidence.ts";
import { stateLooks, taskWords } from "./fleet-words.ts";
import type { AgentRow } from "./fleet-view.ts";
import { short } from "./short.ts";
import { toneStyles } from "./tone.styles.ts";
import "@beckon/ui/ui-button";
import "./health-mark.ts";
import "./state-mark.ts";

const longest = 160;

/**
 * Who an agent is, its state and why it is said, and where it works.
 * @fires edit-wanted Its name or role is to be changed.
 */
@customElement("agent-head")
export class AgentHead extends LitElement {
  static override styles = [baseStyles, toneStyles, demoMarkStyles, agentHeadStyles];

  @property({ attribute: false }) row!: AgentRow;
  /** The agent that started this one. */
  @property({ attribute: false }) parent?: Agent | undefined;
  @property({ attribute: false }) ticker: Ticker = sharedTicker;
  @property({ type: Boolean }) mayEdit = false;

  override render() {
    const { agent, live, health } = this.row;
    return html`<article class=${stateLooks[live.state].tone}>
      <header>
        <state-mark state=${live.state}></state-mark>
        ${demoMark(agent)}
        <span class="space"></span>
        <health-mark .health=${health}></health-mark>
      </header>
      <div class="name">
        <h2>${shownText(short(agent.name, longest))}</h2>
        ${
          this.mayEdit
            ? html`<ui-button
                square
                variant="quiet"
                icon="edit"
                label="Change name and role"
                title="Change name and role"
                @click=${() => this.dispatchEvent(new Event("edit-wanted"))}
              ></ui-button>`
            : nothing
        }
      </div>
      <p class="evidence">${evidence({ ...this.row, most: longest }, this.ticker)}</p>
      ${this.#renderFacts()}
    </article>`;
  }

  #renderFacts() {
    const { agent, session } = this.row;
    const task = taskWords(this.row);
    const text = (value: string | undefined) => (value ? shownText(short(value, longest)) : undefined);
    const facts: [string, unknown][] = [
      ["Works on", text(task)],
      ["Role", text(agent.role)],
      ["Program", text([agent.vendor, session?.version].filter(Boolean).join(" "))],
      ["Machine", text(agent.host)],
      ["Folder", session?.cwd ? html`<code>${text(session.cwd)}</code>` : undefined],
      ["Branch", session?.branch ? html`<code>${text(session.branch)}</code>` : undefined],
      ["Model", text(session?.model)],
      ["Mode", text(session?.permissionMode)],
      ["Works for", this.parent ? html`<a href=${`/agents/${this.parent.id}`}>${text(this.parent.name)}</a>` : undefined],
      ["Known since", formatMoment(agent.firstSeenAt)],
    ];
    return html`<dl>
      ${facts.map(([name, value]) =>
        value === undefined
          ? nothing
          : html`<dt>${name}</dt>
              <dd>${value}</dd>`,
      )}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-head": AgentHead;
  }
}
