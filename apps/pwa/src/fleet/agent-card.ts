import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { cardStyles } from "./agent-card.styles.ts";
import { agentLines } from "./agent-lines.ts";
import { costsOf, costWords } from "./cost.ts";
import { evidence } from "./evidence.ts";
import { placesOf, stateLooks, taskWords } from "./fleet-words.ts";
import type { AgentRow } from "./fleet-view.ts";
import { short } from "./short.ts";
import { toneStyles } from "./tone.styles.ts";
import "./health-mark.ts";
import "./state-mark.ts";

const longest = 160;
const longestEvidence = 60;

/** One agent: its state and why it is said, what it works on, what that costs, and who works for it. */
@customElement("agent-card")
export class AgentCard extends LitElement {
  static override styles = [baseStyles, toneStyles, demoMarkStyles, cardStyles];

  @property({ attribute: false }) row!: AgentRow;
  /** The clock that ages go by: that of the last sync where there is no connection. */
  @property({ attribute: false }) ticker: Ticker = sharedTicker;

  override render() {
    const { agent, live, session, health } = this.row;
    const task = taskWords(this.row);
    return html`<article class=${stateLooks[live.state].tone} aria-labelledby="name">
      <header><state-mark state=${live.state}></state-mark>${demoMark(agent)}${this.#renderCost()}</header>
      <h3 id="name"><a class="cover" href=${`/agents/${agent.id}`}>${shownText(short(agent.name, longest))}</a></h3>
      <p class="where">${placesOf(this.row).map((part, index) => html`${index > 0 ? " · " : ""}${shownText(part)}`)}</p>
      <p class="evidence">${evidence({ ...this.row, most: longestEvidence }, this.ticker)}</p>
      ${task ? html`<p class="task" title=${shownWords(short(task, 500))}>${shownText(short(task, longest))}</p>` : nothing}
      ${agentLines(this.row, this.ticker)}
      ${
        session?.model || health.value !== null
          ? html`<footer>
              <span class="model">${session?.model ? shownText(session.model) : nothing}</span>
              <health-mark .health=${health}></health-mark>
            </footer>`
          : nothing
      }
    </article>`;
  }

  /** Of what runs now, or of the last run. */
  #renderCost() {
    const { runs, session, agent } = this.row;
    const costs = costsOf(runs.length > 0 ? runs.map((run) => run.session) : session ? [session] : [], agent.payment);
    return costs.length === 0 ? nothing : html`<span class="cost">${costs.map((cost) => html`<span>${costWords(cost)}</span>`)}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-card": AgentCard;
  }
}
