import type { Alert } from "@beckon/contracts/alerts";
import type { ValueTrend } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import { labelled } from "@beckon/ui/bar-scale";
import type { Bar, BarChosenEvent, Series } from "@beckon/ui/ui-bars";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { markName, valueKinds, withMarks } from "../alerts/alert-marks.ts";
import { chartReadStyles } from "../teamwork/chart-read.styles.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { downloadsOf } from "../teamwork/downloads.ts";
import { valueCardStyles } from "./value-card.styles.ts";
import { wantFigure } from "./value-events.ts";
import { figureAddress, scopeOf, type ValueLook } from "./value-look.ts";
import { counted, hours, money } from "./value-words.ts";
import "@beckon/ui/ui-bars";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";

const series: readonly Series[] = [
  { name: "value, mean of its range", tone: "good" },
  { name: "spent", tone: "open" },
];
const hoursSeries: readonly Series[] = [{ name: "hours delivered", tone: "good" }];
const mostLabels = 6;

/** Value beside what was spent, step by step; without assumptions the hours that were delivered. */
@customElement("value-trend-card")
export class ValueTrendCard extends LitElement {
  static override styles = [baseStyles, figureStyles, valueCardStyles, chartReadStyles];

  @property({ attribute: false }) trend!: ValueTrend;
  @property({ attribute: false }) look!: ValueLook;
  @property() stamp = "";
  /** What fired: marks on the steps in which it did. */
  @property({ attribute: false }) alerts: readonly Alert[] = [];
  @property({ type: Boolean }) frozen = false;
  @state() private chosen: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("trend");
    // A step that was looked at is another one when the window has moved on.
    if (before && before.buckets[0]?.from !== this.trend.buckets[0]?.from) this.chosen = undefined;
  }

  override render() {
    const { trend } = this;
    const inMoney = trend.buckets.some(({ expectedMicros }) => expectedMicros !== null);
    const bars = withMarks(this.#bars(inMoney), trend.buckets, { alerts: this.alerts, kinds: valueKinds });
    const step = trend.unit === "month" ? "month" : "week";
    const query = { ...scopeOf(this.look, Date.now()), unit: trend.unit };
    return html`<ui-chart
      heading=${inMoney ? "Value and cost over time" : "Work delivered over time"}
      stamp=${this.stamp}
      .downloads=${this.frozen ? [] : downloadsOf("/api/value/trend", () => query)}
    >
      <p class="axis">${inMoney ? `${trend.currency} by ${step}` : `Hours by ${step}`} of acceptance</p>
      <ui-bars
        label=${`${inMoney ? "Value and cost" : "Hours delivered"} by ${step}`}
        beside
        .bars=${bars}
        .series=${inMoney ? series : hoursSeries}
        marked=${markName}
        .format=${(value: number) => (inMoney ? money(Math.round(value) * 1_000_000, trend.currency).replace(/\.00$/u, "") : `${value} h`)}
        .chosen=${this.chosen}
        @bar-chosen=${(event: BarChosenEvent) => (this.chosen = event.index)}
      ></ui-bars>
      ${this.#renderRead(bars)} ${this.#renderNumbers(bars)}
    </ui-chart>`;
  }

  #renderRead(bars: readonly Bar[]) {
    const bucket = this.chosen === undefined ? undefined : this.trend.buckets[this.chosen];
    if (!bucket || this.chosen === undefined)
      return html`<p class="read small" data-bare>Tap a bar, or use the arrow keys, to see its figures.</p>`;
    const figure = `step:${bucket.from}`;
    return html`<p class="read">
      <span>${bars[this.chosen]?.words}</span>
      ${
        this.frozen
          ? nothing
          : html`<a data-bare href=${figureAddress(this.look, figure)} @click=${wantFigure(figure)}
              >Open it<ui-icon name="forward"></ui-icon
            ></a>`
      }
    </p>`;
  }

  #bars(inMoney: boolean): Bar[] {
    const { buckets, unit, window, currency } = this.trend;
    const zone = { timeZone: window.timeZone };
    const label = new Intl.DateTimeFormat(
      undefined,
      unit === "month" ? { ...zone, month: "short" } : { ...zone, day: "numeric", month: "short" },
    );
    const whole = new Intl.DateTimeFormat(undefined, { ...zone, day: "numeric", month: "short", year: "numeric" });
    const gets = labelled(buckets.length, mostLabels);
    return buckets.map((bucket, index) => {
      const { expectedMicros, costMicros, hoursMilli, outcomes } = bucket;
      const worth = expectedMicros === null ? "value not known" : `${money(expectedMicros, currency)} value`;
      const spent = costMicros === null ? "cost not known" : `${money(costMicros, currency)} spent`;
      return {
        // Drawn in whole units: a bar is as tall as its pixels can tell.
        counts: inMoney ? [(expectedMicros ?? 0) / 1e6, (costMicros ?? 0) / 1e6] : [hoursMilli / 1e3],
        words: `From ${whole.format(new Date(bucket.from))}: ${inMoney ? `${worth}, ` : ""}${spent}, ${hours(hoursMilli)} of ${counted(outcomes, "outcome")}`,
        label: gets(index) ? label.format(new Date(bucket.from)) : undefined,
      };
    });
  }

  #renderNumbers(bars: readonly Bar[]) {
    const { buckets, currency, unit } = this.trend;
    return html`<table slot="numbers">
      <caption class="visually-hidden">
        By ${unit}
      </caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">Value</th>
          <th scope="col">Spent</th>
          <th scope="col">Hours</th>
          <th scope="col">Outcomes</th>
        </tr>
      </thead>
      <tbody>
        ${buckets.map(
          ({ expectedMicros, costMicros, hoursMilli, outcomes }, index) =>
            html`<tr>
              <th scope="row">${bars[index]?.words.slice("From ".length, bars[index]?.words.indexOf(":"))}</th>
              <td>${expectedMicros === null ? "no data" : money(expectedMicros, currency)}</td>
              <td>${costMicros === null ? "no data" : money(costMicros, currency)}</td>
              <td>${hours(hoursMilli)}</td>
              <td>${outcomes}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "value-trend-card": ValueTrendCard;
  }
}
