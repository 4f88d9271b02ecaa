import type { Alert } from "@beckon/contracts/alerts";
import type { ValueTrend } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import type { Bar, BarChosenEvent, Series } from "@beckon/ui/ui-bars";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { markName, valueKinds, withMarks } from "../alerts/alert-marks.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { chartReadStyles } from "../teamwork/chart-read.styles.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { firstDaysWords, type FirstDays } from "./first-days-words.ts";
import { valueCardStyles } from "./value-card.styles.ts";
import { counted, hours, money } from "./value-words.ts";
import "@beckon/ui/ui-bars";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-select";

const series: readonly Series[] = [
  { name: "hours delivered", tone: "good" },
  { name: "this week, not over", tone: "open" },
];

/** The first 90 days of a team: what it delivered week by week, against the dip that is usual at first. */
@customElement("first-days-card")
export class FirstDaysCard extends LitElement {
  static override styles = [baseStyles, figureStyles, valueCardStyles, chartReadStyles];

  @property({ attribute: false }) trend!: ValueTrend;
  @property() stamp = "";
  /** What fired: marks on the weeks in which it did. */
  @property({ attribute: false }) alerts: readonly Alert[] = [];
  @state() private team = 0;
  @state() private chosen: number | undefined;

  override render() {
    const { firstDays } = this.trend;
    const days = firstDays[this.team] ?? firstDays[0];
    if (!days) return nothing;
    const told = withMarks(
      days.weeks.map((week, index): Bar => barOf(week, { index, currency: this.trend.currency })),
      days.weeks.map(({ day }) => weekFrom(days.firstSignalAt, day)),
      { alerts: this.alerts, kinds: valueKinds },
    );
    // Weeks that are still to come have their place, so that a beginning looks like one.
    const bars = [...told, ...Array.from({ length: Math.max(0, 13 - told.length) }, (_, index) => notYet(told.length + index))];
    return html`<ui-chart heading="The first 90 days" stamp=${this.stamp}>
      ${
        firstDays.length > 1
          ? html`<ui-select
              data-bare
              label="Team"
              value=${String(this.team)}
              .choices=${firstDays.map((one, index) => ({ value: String(index), label: nameOf(one) }))}
              @choice-made=${(event: ChoiceMadeEvent) => {
                this.team = Number(event.value);
                this.chosen = undefined;
              }}
            ></ui-select>`
          : nothing
      }
      <p>${firstDaysWords(days)}</p>
      <p class="axis">Hours delivered in each of the first 13 weeks</p>
      <ui-bars
        label="Hours delivered by week since the first sign"
        .bars=${bars}
        .series=${series}
        marked=${markName}
        .format=${(value: number) => `${value} h`}
        .chosen=${this.chosen}
        @bar-chosen=${(event: BarChosenEvent) => (this.chosen = event.index)}
      ></ui-bars>
      <p class="read small">
        ${this.chosen === undefined ? html`<span data-bare>Tap a bar, or use the arrow keys, to see its figures.</span>` : bars[this.chosen]?.words}
      </p>
      <table slot="numbers">
        <caption class="visually-hidden">
          The first weeks
        </caption>
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col">Hours</th>
            <th scope="col">Outcomes</th>
            <th scope="col">Spent</th>
          </tr>
        </thead>
        <tbody>
          ${days.weeks.map(
            (week, index) =>
              html`<tr>
                <th scope="row">${index + 1}${week.over ? "" : ", not over"}</th>
                <td>${hours(week.hoursMilli)}</td>
                <td>${week.outcomes}</td>
                <td>${week.costMicros === null ? "no data" : money(week.costMicros, this.trend.currency)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </ui-chart>`;
  }
}

const dayMs = 86_400_000;
const weekFrom = (first: string, day: number) => {
  const at = Date.parse(first) + day * dayMs;
  return { from: new Date(at).toISOString(), to: new Date(at + 7 * dayMs).toISOString() };
};

const notYet = (index: number): Bar => ({
  counts: [0, 0],
  words: `Week ${index + 1}: not yet`,
  label: index % 3 === 0 ? `${index + 1}` : undefined,
});
const nameOf = ({ name, team }: FirstDays) => (team === null ? "Agents of no team" : shownWords(short(name ?? team, 80)));

function barOf(week: FirstDays["weeks"][number], { index, currency }: { index: number; currency: string }): Bar {
  const value = week.hoursMilli / 1e3;
  const spent = week.costMicros === null ? "cost not known" : `${money(week.costMicros, currency)} spent`;
  return {
    counts: week.over ? [value, 0] : [0, value],
    words: `Week ${index + 1}${week.over ? "" : ", not over"}: ${hours(week.hoursMilli)} of ${counted(week.outcomes, "outcome")}, ${spent}`,
    label: index % 3 === 0 ? `${index + 1}` : undefined,
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "first-days-card": FirstDaysCard;
  }
}
