import type { WorkflowSummary } from "@beckon/contracts/workflows";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration, formatMoment } from "@beckon/ui/duration";
import { momentsOf } from "@beckon/ui/moments";
import { formatCount } from "@beckon/ui/numbers";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { View } from "../platform/cached-view.ts";
import { workflowFiguresStyles } from "./workflow-figures.styles.ts";

type Spread = { n: number; p50: number | null; p95: number | null };
const most = 40;

/** How long stages take and runs wait, agents side by side, and day by day: as the server counted it. */
@customElement("workflow-figures")
export class WorkflowFigures extends LitElement {
  static override styles = [baseStyles, workflowFiguresStyles];

  @property({ attribute: false }) view!: View<WorkflowSummary>;

  override render() {
    const { body, error, loading, at } = this.view;
    if (!body) return html`<p class="soft" role="status">${loading ? "Counting" : `No figures on this device. ${error ?? ""}`}</p>`;
    const { runs, stages, suspensions, resume, agents, trend, window } = body;
    const count = (name: string, value: number) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${formatCount(value)}</dd>
      </div>`;
    return html`<p class="soft">
        Ended from ${momentsOf(window.from, window.to)}${error && at ? html` · as of ${formatMoment(at)}` : nothing}
      </p>
      <dl>
        ${count("Running", runs.running)} ${count("Suspended", runs.suspended)} ${count("Stuck", runs.stuck)}
        ${count("Succeeded", runs.succeeded)} ${count("Failed", runs.failed)} ${count("Cancelled", runs.cancelled)}
      </dl>
      ${table(
        "How long a stage takes",
        ["Stage", "Ended", "Half within", "95 % within"],
        [...stages].sort((a, b) => b.n - a.n).map((row) => [name(row.name), ...spread(row)]),
      )}
      ${table(
        "How long runs wait",
        ["Waiting for", "Resumed", "Half within", "95 % within"],
        suspensions.map((row) => [row.waitsFor === "person" ? "a person" : "an event", ...spread(row)]),
      )}
      <p class="soft">
        ${resume.value === null ? "Nobody tried to resume one: no data." : `${resume.value.toFixed(1).replace(/\.0$/u, "")} % of ${resume.n} tries to resume were taken.`}
      </p>
      ${table(
        "Agents side by side",
        ["Agent, stage", "Ended", "Half within", "95 % within", "Succeeded", "Failed"],
        [...agents]
          .sort((a, b) => b.duration.n - a.duration.n)
          .map((row) => [
            html`${name(row.name)}<small>${name(row.stage)}</small>`,
            ...spread(row.duration),
            String(row.succeeded),
            String(row.failed),
          ]),
      )}
      ${table(
        "Day by day",
        ["Day", "Succeeded", "Failed", "Half within", "95 % within"],
        trend.map((row) => [
          new Date(row.from).toLocaleDateString(undefined, { day: "numeric", month: "short" }),
          String(row.succeeded),
          String(row.failed),
          ...spread(row.duration).slice(1),
        ]),
      )}`;
  }
}

const name = (text: string) => shownText(short(text, 80));
const length = (ms: number | null) => (ms === null ? "no data" : ms < 1_000 ? `${Math.round(ms)} ms` : formatDuration(ms, 0));
const spread = ({ n, p50, p95 }: Spread): string[] => [String(n), length(p50), length(p95)];

function table(heading: string, columns: readonly string[], rows: readonly (readonly unknown[])[]) {
  if (rows.length === 0) return nothing;
  return html`<div class="frame" tabindex="0" role="region" aria-label=${heading}>
      <table>
        <caption>
          ${heading}
        </caption>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, most).map(
            (cells) =>
              html`<tr>
                ${cells.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length > most ? html`<p class="soft">and ${rows.length - most} more in the file</p>` : nothing}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "workflow-figures": WorkflowFigures;
  }
}
