import type { Alert } from "@beckon/contracts/alerts";
import type { AttentionSummary } from "@beckon/contracts/attention";
import { baseStyles } from "@beckon/ui/base.styles";
import type { BarChosenEvent } from "@beckon/ui/ui-bars";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { markName, waitingKinds, withMarks } from "../alerts/alert-marks.ts";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { dayBars, hourBars, whenSeries } from "./attention-bars.ts";
import { gapWords, headline, hoursWords, kindWords, timesWords, waitingCostWords } from "./attention-words.ts";
import { attentionStyles } from "./attention.styles.ts";
import "@beckon/ui/ui-bars";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-segmented";

const views = [
  { value: "day", label: "By day" },
  { value: "hour", label: "By hour of day" },
];
const firstAgents = 5;
const longest = 60;

/** How long agents waited for people: one sentence, when it was, and who waited for what. */
@customElement("waiting-card")
export class WaitingCard extends LitElement {
  static override styles = [baseStyles, figureStyles, attentionStyles];

  @property({ attribute: false }) summary!: AttentionSummary;
  /** How many days it is of. */
  @property({ type: Number }) days = 7;
  @property() stamp = "";
  /** What fired: marks on the days in which it did. */
  @property({ attribute: false }) alerts: readonly Alert[] = [];
  @state() private view = "day";
  @state() private chosen: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("days")) this.chosen = undefined;
  }

  override render() {
    const { waiting } = this.summary;
    const { bars: plain, unit } = this.view === "day" ? dayBars(this.summary) : hourBars(waiting.byHour);
    const steps = this.view === "day" ? this.summary.trend : [];
    const bars = withMarks(plain, steps, { alerts: this.alerts, kinds: waitingKinds });
    return html`<ui-chart heading="Waiting for people" stamp=${this.stamp}>
      <p class="headline">${headline(this.summary, this.days)}</p>
      ${waiting.n === 0 ? nothing : this.#renderBars(bars, unit)} ${waiting.n === 0 ? nothing : this.#renderWho()} ${this.#renderHow()}
      ${waiting.n === 0 ? nothing : this.#renderNumbers(bars)}
    </ui-chart>`;
  }

  #renderBars(bars: ReturnType<typeof dayBars>["bars"], unit: string) {
    return html`<ui-segmented
        data-bare
        label="Waiting"
        .segments=${views}
        value=${this.view}
        @segment-chosen=${(event: SegmentChosenEvent) => {
          this.view = event.value;
          this.chosen = undefined;
        }}
      ></ui-segmented>
      <p class="axis">${unit === "hours" ? "Hours" : "Minutes"} that agents waited</p>
      <ui-bars
        label=${`Waiting ${this.view === "day" ? "by day" : "by hour of the day"}, in ${unit}`}
        .bars=${bars}
        .series=${whenSeries}
        marked=${markName}
        .chosen=${this.chosen}
        @bar-chosen=${(event: BarChosenEvent) => (this.chosen = event.index)}
      ></ui-bars>
      <p class="read small" data-bare>
        ${this.chosen === undefined ? "Tap a bar, or use the arrow keys, to see its figures." : bars[this.chosen]?.words}
      </p>`;
  }

  #renderWho() {
    const { byAgent, byKind, agents, cost } = this.summary.waiting;
    const { gaps } = cost;
    return html`<h3>Who waited longest</h3>
      <div class="list">
        ${byAgent
          .slice(0, firstAgents)
          .map(
            ({ agentId, name, ms, n, open }) =>
              html`<a class="line" href=${`/agents/${encodeURIComponent(agentId)}`}
                ><span class="name">${shownText(short(name, longest))}</span><span class="end">${hoursWords(ms)}</span
                ><small>${timesWords(n, "question")}${open > 0 ? `, ${open} still open` : ""}</small></a
              >`,
          )}
      </div>
      ${agents > firstAgents ? html`<p class="small">And ${timesWords(agents - firstAgents, "more agent", "more agents")}.</p>` : nothing}
      <h3>For what</h3>
      <div class="list">
        ${byKind.map(
          ({ kind, ms, n }) =>
            html`<div class="line">
              <span class="name">${kindWords[kind]}</span><span class="end">${hoursWords(ms)}</span
              ><small>${timesWords(n, "question")}</small>
            </div>`,
        )}
      </div>
      <h3>What it cost</h3>
      <p class="name">${waitingCostWords(this.summary)}</p>
      ${gaps.length > 0 ? html`<p class="small">${gaps.map((gap) => gapWords[gap]).join(" ")}</p>` : nothing}`;
  }

  #renderHow() {
    const { waiting } = this.summary;
    return html`<details data-bare>
      <summary>How this is made<ui-icon name="down"></ui-icon></summary>
      <p>
        Of each agent the time in which at least one of its questions was open, from asked until answered, expired or withdrawn, cut to the
        window: two at once count once. Agents are added up: ${timesWords(waiting.agents, "agent")}, ${timesWords(waiting.n, "question")}. A
        question of two kinds at once counts for both kinds, so kinds may add up to more.
      </p>
      <p>An answer given without a network ends the wait when it arrives: until then the agent waited.</p>
      <p>
        Cost: each agent’s waiting × what an hour of its billed runs cost in the 30 days before, plus all waiting × the declared cost of
        delay.
      </p>
      <slot></slot>
    </details>`;
  }

  #renderNumbers(bars: ReturnType<typeof dayBars>["bars"]) {
    return html`<table slot="numbers">
      <thead>
        <tr>
          <th scope="col">${this.view === "day" ? "Day" : "Hour"}</th>
          <th scope="col">9–18 h</th>
          <th scope="col">Outside</th>
        </tr>
      </thead>
      <tbody>
        ${bars.map(
          ({ counts, words }) =>
            html`<tr>
              <th scope="row">${words.slice(0, words.indexOf(": "))}</th>
              ${counts.map((value) => html`<td>${value}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "waiting-card": WaitingCard;
  }
}
