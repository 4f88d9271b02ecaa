import type { ValueGroup, ValueGroupBy, ValueSummary } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { View } from "../platform/cached-view.ts";
import { downloadsOf } from "../teamwork/downloads.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { groupName } from "./figures.ts";
import { valueCardStyles } from "./value-card.styles.ts";
import { ValueLookEvent, wantFigure } from "./value-events.ts";
import { breakdownStyles } from "./value-breakdown.styles.ts";
import { figureAddress, scopeOf, type ValueLook } from "./value-look.ts";
import { counted, money, percent, span } from "./value-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-range";
import "@beckon/ui/ui-select";

const choices: { value: ValueGroupBy; label: string }[] = [
  { value: "agent", label: "Agent" },
  { value: "role", label: "Role" },
  { value: "team", label: "Team" },
  { value: "model", label: "Model" },
  { value: "project", label: "Project" },
  { value: "taskType", label: "Task type" },
];
const first = 8;

/** Where the value comes from and where the money goes: by agent, role, team, model, project, task type. Never by person. */
@customElement("value-breakdown")
export class ValueBreakdown extends LitElement {
  static override styles = [baseStyles, figureStyles, valueCardStyles, breakdownStyles];

  @property({ attribute: false }) groups!: View<ValueSummary>;
  @property({ attribute: false }) look!: ValueLook;
  @property() stamp = "";
  @state() private all = false;

  override render() {
    const by = this.look.by ?? "agent";
    const { body } = this.groups;
    const rows = body?.groupBy === by ? body.groups : [];
    const shown = this.all ? rows : rows.slice(0, first);
    return html`<ui-chart
      heading=${`By ${choices.find(({ value }) => value === by)?.label.toLowerCase()}`}
      stamp=${this.stamp}
      .downloads=${downloadsOf("/api/value/summary", () => ({ ...scopeOf(this.look, Date.now()), groupBy: by }))}
    >
      <ui-select
        data-bare
        label="Break down by"
        .choices=${choices}
        value=${by}
        @choice-made=${(event: ChoiceMadeEvent) => {
          this.all = false;
          this.dispatchEvent(new ValueLookEvent({ by: event.value as ValueGroupBy }));
        }}
      ></ui-select>
      ${
        body?.groupBy !== by
          ? html`<p class="small" role="status">
              ${this.groups.error ? `${this.groups.error}. Nothing of this is kept on this device.` : "Loading"}
            </p>`
          : rows.length === 0
            ? html`<p class="small">Nothing in this time.</p>`
            : html`<div class="rows groups">${shown.map((row) => this.#row(row, body))}</div>`
      }
      ${
        rows.length > first
          ? html`<ui-button data-bare wide variant="quiet" @click=${() => (this.all = !this.all)}
              >${this.all ? "Show fewer" : `Show all ${rows.length}`}</ui-button
            >`
          : nothing
      }
      ${body?.cursor && this.all ? html`<p class="small">The first ${rows.length}. The table (CSV) has all.</p>` : nothing}
      ${body?.shared ? html`<p class="small">Shared by all, in no row: ${money(body.shared, body.currency)}.</p>` : nothing}
    </ui-chart>`;
  }

  #row(group: ValueGroup, { currency }: ValueSummary) {
    const say = (micros: number) => money(micros, currency);
    const figure = `group:${group.key ?? "-"}`;
    const { net, value, costMicros, roi } = group;
    return html`<a href=${figureAddress(this.look, figure)} @click=${wantFigure(figure)}>
      <span class="name">${groupName(group)}</span>
      <span class="end">${net ? say(net.p50) : costMicros === null ? "no data" : `${say(costMicros)} spent`}</span>
      ${
        net && value
          ? html`<ui-range .low=${value.p10} .middle=${value.p50} .high=${value.p90} .mark=${costMicros ?? undefined}></ui-range>`
          : nothing
      }
      <span class="detail"
        >${counted(group.outcomes, "outcome")}${net && value ? `: ${span(value, say)} value, ${costMicros === null ? "cost not known" : `${say(costMicros)} spent`}` : ""}${roi ? `, ROI ${span(roi, percent)}` : ""}${group.indicative ? ", indicative" : ""}</span
      >
    </a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "value-breakdown": ValueBreakdown;
  }
}
