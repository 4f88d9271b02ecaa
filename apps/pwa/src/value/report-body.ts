import type { ValueSummary } from "@beckon/contracts/value";
import type { ValueSnapshot } from "@beckon/contracts/value-reports";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { groupName } from "./figures.ts";
import { reportStyles } from "./report-body.styles.ts";
import { termRows } from "./term-rows.ts";
import { plainLook } from "./value-look.ts";
import { count, hours, money, percent, span } from "./value-words.ts";
import "./value-cost-card.ts";
import "./value-counters-card.ts";
import "./value-headline.ts";
import "./value-tornado.ts";
import "./value-trend-card.ts";

const groupNames = { agent: "Agent", role: "Role", team: "Team", model: "Model", project: "Project", taskType: "Task type" } as const;
const day = (at: string, timeZone: string) => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone }).format(new Date(at));
const mostRows = 10;
const mostTitles = 50;

/** A report as it was frozen: its figures, and nothing that was ever computed again. Made for paper as well. */
@customElement("report-body")
export class ReportBody extends LitElement {
  static override styles = [baseStyles, figureStyles, reportStyles];

  @property({ attribute: false }) snapshot!: ValueSnapshot;
  /** Of the snapshot as it was frozen. */
  @property() hash = "";

  override render() {
    const { snapshot } = this;
    const { window, figures, demo, assumptions } = snapshot.summary;
    const summary: ValueSummary = { ...snapshot.summary, groups: [], shared: null, rows: {} };
    // The last instant is no longer in it.
    const last = new Date(Date.parse(window.to) - 1).toISOString();
    return html`<header>
        <h2>${shownText(short(snapshot.title, 120))}</h2>
        <p>
          ${day(window.from, window.timeZone)} to ${day(last, window.timeZone)}, ${window.timeZone}. Frozen ${formatMoment(snapshot.at)}.
          ${demo ? html`<b>Figures of a made-up demo fleet.</b>` : nothing}
        </p>
        ${this.#renderNarrowed()}
      </header>
      <value-headline frozen .summary=${summary} .look=${plainLook} stamp=${this.#stamp()}></value-headline>
      <div class="pair">
        <value-counters-card frozen .summary=${summary} .look=${plainLook} stamp=${this.#stamp()}></value-counters-card>
        <value-cost-card frozen .summary=${summary} .look=${plainLook} stamp=${this.#stamp()}></value-cost-card>
      </div>
      ${snapshot.trend ? html`<value-trend-card frozen .trend=${snapshot.trend} .look=${plainLook} stamp=${this.#stamp()}></value-trend-card>` : nothing}
      <div class="pair">${snapshot.groups.map((part) => this.#renderGroups(part))}${this.#renderTerms()}</div>
      ${this.#renderTitles()}
      <footer>
        Formula ${figures.formula}, seed ${figures.seed}, ${count(figures.draws)} draws, ${count(figures.n)} outcomes,
        ${assumptions ? `assumptions version ${assumptions.version}` : "no assumptions"}. P10–P50–P90: in 9 of 10 cases at least, as often
        more as less, in 1 of 10 more than.${this.hash ? html` Snapshot SHA-256 <code>${this.hash}</code>.` : nothing}
      </footer>`;
  }

  #renderNarrowed() {
    const { narrowedBy = [] } = this.snapshot;
    if (narrowedBy.length === 0) return nothing;
    const words = narrowedBy.map(
      ({ filter, value }) => `one ${filter === "taskType" ? "task type" : filter}${value === undefined ? "" : ` (${short(value, 80)})`}`,
    );
    return html`<p><b>Not the whole fleet: figures of ${shownText(words.join(", "))} alone.</b></p>`;
  }

  #stamp(): string {
    const { title, at } = this.snapshot;
    return `${title} · frozen ${formatMoment(at)} · Beckon`;
  }

  #renderGroups({ by, groups, more }: ValueSnapshot["groups"][number]) {
    if (groups.length === 0) return nothing;
    const { currency } = this.snapshot.summary;
    const say = (micros: number) => money(micros, currency);
    const shown = groups.slice(0, mostRows);
    return html`<section>
      <h3>By ${groupNames[by].toLowerCase()}</h3>
      <div class="scroll" role="group" aria-label=${`By ${groupNames[by].toLowerCase()}`} tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${groupNames[by]}</th>
              <th scope="col">Value</th>
              <th scope="col">Own cost</th>
              <th scope="col">ROI</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (group) =>
                html`<tr>
                  <th scope="row">${groupName(group)}</th>
                  <td>${group.value ? span(group.value, say) : "not known"}</td>
                  <td>${group.costMicros === null ? "not known" : say(group.costMicros)}</td>
                  <td>${group.roi ? percent(group.roi.p50) : "not known"}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${more || groups.length > mostRows ? html`<p class="small">The first ${shown.length}.</p>` : nothing}
    </section>`;
  }

  #renderTerms() {
    const { terms } = this.snapshot;
    if (!terms) return nothing;
    return html`<section>
      <h3>What was assumed</h3>
      <dl>
        ${termRows(terms).map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
    </section>`;
  }

  #renderTitles() {
    const { titles } = this.snapshot;
    if (!titles || titles.length === 0) return nothing;
    return html`<section>
      <h3>What was accepted</h3>
      <div class="scroll" role="group" aria-label="What was accepted" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col">Type</th>
              <th scope="col">Grade</th>
              <th scope="col">Hours, P50</th>
            </tr>
          </thead>
          <tbody>
            ${titles.slice(0, mostTitles).map(
              ({ title, taskType, grade, milliHours }) =>
                html`<tr>
                  <th scope="row">${shownText(short(title, 120))}</th>
                  <td>${taskType}</td>
                  <td>${grade}</td>
                  <td>${hours(milliHours)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${titles.length > mostTitles ? html`<p class="small">The first ${mostTitles} of ${count(titles.length)}.</p>` : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "report-body": ReportBody;
  }
}
