import type { Alert } from "@beckon/contracts/alerts";
import type { CoordinationSummary } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import type { BarChosenEvent } from "@beckon/ui/ui-bars";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { markName, teamworkKinds, withMarks } from "../alerts/alert-marks.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { chartReadStyles } from "./chart-read.styles.ts";
import { figureStyles } from "./figure.styles.ts";
import { successStyles } from "./success-card.styles.ts";
import { barsOf, endSeries, isDaily } from "./teamwork-bars.ts";
import { addressOf, figureQuery, type TeamworkLook } from "./teamwork-look.ts";
import { count, percent, trendLook, verdict } from "./teamwork-words.ts";
import { downloadsOf } from "./downloads.ts";
import "@beckon/ui/ui-bars";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-share";

/** How well it goes: the one figure with what it rests on, its trend, and how it went step by step. */
@customElement("success-card")
export class SuccessCard extends LitElement {
  static override styles = [baseStyles, toneStyles, figureStyles, successStyles, chartReadStyles];

  @property({ attribute: false }) summary!: CoordinationSummary;
  @property({ attribute: false }) look!: TeamworkLook;
  @property() stamp = "";
  /** What fired: marks on the steps in which it did. */
  @property({ attribute: false }) alerts: readonly Alert[] = [];
  @state() private chosen: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("summary");
    // A step that was looked at is another one when the window has moved on.
    if (before && before.buckets[0]?.from !== this.summary.buckets[0]?.from) this.chosen = undefined;
  }

  override render() {
    const { summary } = this;
    return html`<ui-chart
      heading="Coordination success"
      stamp=${this.stamp}
      .downloads=${downloadsOf("/api/coordination/summary", () => figureQuery(this.look, Date.now()))}
    >
      ${this.#renderLead()} ${this.#renderBars()}
      <table slot="numbers">
        <caption class="visually-hidden">
          Coordination ${isDaily(summary.buckets) ? "by day" : "by hour"}
        </caption>
        <thead>
          <tr>
            <th scope="col">${isDaily(summary.buckets) ? "Day" : "Hour"}</th>
            <th scope="col">Succeeded</th>
            <th scope="col">Failed</th>
            <th scope="col">Open</th>
            <th scope="col">Success</th>
          </tr>
        </thead>
        <tbody>
          ${barsOf(summary).map(({ counts, words }, index) => {
            const { share } = summary.buckets[index]!;
            return html`<tr>
              <th scope="row">${words.slice(0, words.lastIndexOf(": "))}</th>
              ${counts.map((value) => html`<td>${count(value)}</td>`)}
              <td>${share.value === null ? "no data" : `${percent(share.value)} %`}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </ui-chart>`;
  }

  #renderLead() {
    const { total } = this.summary;
    const { share } = total;
    const trend = trendLook(this.summary);
    const rows = (more: Partial<TeamworkLook>) => addressOf("records", { ...this.look, ...more });
    return html`<div class="lead">
        <p class="big">
          ${share.value === null ? html`<span class="none">no data</span>` : html`${percent(share.value)}<small> %</small>`}
        </p>
        <div class="facts">
          <p>
            ${
              share.value === null
                ? "nothing ended in this window"
                : html`<a href=${rows({ status: "succeeded" })}
                      ><b>${count(total.succeeded)}</b> of ${count(share.n)} that ended worked out</a
                    >, <a href=${rows({ status: "failed" })}><b>${count(total.failed)}</b> failed</a>`
            }${total.pending > 0 ? html`<span>; <a href=${rows({ status: "pending" })}>${count(total.pending)} still open</a></span>` : nothing}
          </p>
          ${
            share.low === null || share.high === null
              ? nothing
              : html`<p class="small">95 % interval: ${percent(share.low)} to ${percent(share.high)} %</p>`
          }
          <p class="small">
            <span class=${trend.tone === "faint" ? "" : trend.tone} aria-hidden="true">${trend.mark}</span> <b>${trend.word}</b>,
            ${trend.detail}
          </p>
        </div>
      </div>
      ${share.value === null ? nothing : html`<ui-share class="range" .value=${share.value} .low=${share.low} .high=${share.high}></ui-share>`}
      <p class="verdict">${verdict(this.summary)}</p>`;
  }

  #renderBars() {
    const { buckets } = this.summary;
    const bars = withMarks(barsOf(this.summary), buckets, { alerts: this.alerts, kinds: teamworkKinds });
    const bucket = this.chosen === undefined ? undefined : buckets[this.chosen];
    return html`<p class="axis">Attempts ${isDaily(buckets) ? "by day" : "by hour"} in which they ended</p>
      <ui-bars
        label=${`Attempts ${isDaily(buckets) ? "by day" : "by hour"}`}
        .bars=${bars}
        .series=${endSeries}
        marked=${markName}
        .chosen=${this.chosen}
        @bar-chosen=${(event: BarChosenEvent) => (this.chosen = event.index)}
      ></ui-bars>
      ${
        bucket === undefined
          ? html`<p class="read small" data-bare>Tap a bar, or use the arrow keys, to see its figures.</p>`
          : html`<p class="read">
              <span>${bars[this.chosen!]?.words}</span>
              ${
                bucket.share.n + bucket.pending > 0
                  ? html`<a data-bare href=${addressOf("records", { ...this.look, range: "custom", from: bucket.from, to: bucket.to })}
                      >Show them<ui-icon name="forward"></ui-icon
                    ></a>`
                  : nothing
              }
            </p>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "success-card": SuccessCard;
  }
}
