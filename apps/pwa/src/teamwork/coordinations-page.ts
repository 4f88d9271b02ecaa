import { consume } from "@lit/context";
import type { Coordination } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { fleetContext } from "../fleet/fleet.context.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { Attempt } from "../platform/attempt.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { mergedRows } from "./merged-rows.ts";
import { narrowedBy } from "./records-narrowed.ts";
import { TeamworkEye } from "./teamwork-eye.ts";
import { TeamworkLookEvent } from "./teamwork-events.ts";
import { rangeWords, rowsQuery } from "./teamwork-look.ts";
import { renderMissing, renderViewAge } from "./teamwork-parts.ts";
import { teamworkStyles } from "./teamwork-page.styles.ts";
import { downloadsOf } from "./downloads.ts";
import { teamworkContext } from "./teamwork.context.ts";
import type { TeamworkStore } from "./teamwork.store.ts";
import "@beckon/ui/ui-chart";
import "./record-row.ts";
import "./teamwork-filters.ts";

/** The rows behind a figure, latest first. */
@customElement("coordinations-page")
export class CoordinationsPage extends LitElement {
  static override styles = [baseStyles, pageStyles, teamworkStyles];

  @consume({ context: teamworkContext }) private teamwork!: TeamworkStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  /** Pages after the first, and where they go on. */
  @state() private later: { of: string; items: Coordination[]; cursor: string | undefined } | undefined;
  readonly #eye = new TeamworkEye(this, {
    path: "records",
    parts: ["records"],
    teamwork: () => this.teamwork,
    connection: () => this.connection,
  });
  readonly #loading = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.fleet);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fleet.load();
  }

  override render() {
    const { records, failures } = this.teamwork.state;
    const { look } = this.#eye;
    const narrowed = narrowedBy(look, { agents: this.fleet.state.agents, patterns: failures.body?.items ?? [] });
    return html`<teamwork-filters .look=${look} .agents=${this.fleet.state.agents}></teamwork-filters> ${
        narrowed.length > 0
          ? html`<div class="chips" role="group" aria-label="Only these rows">
              ${narrowed.map(
                ({ words, without }) =>
                  html`<ui-button
                    icon="cross"
                    label=${`No longer only: ${words}`}
                    @click=${() => this.dispatchEvent(new TeamworkLookEvent(without))}
                    >${words}</ui-button
                  >`,
              )}
            </div>`
          : nothing
      }
      ${renderViewAge(records)} ${records.body ? this.#renderRows() : renderMissing(records, () => this.teamwork.refresh())}`;
  }

  #renderRows() {
    const first = this.teamwork.state.records.body!;
    const { look } = this.#eye;
    const later = this.later?.of === this.#asked() ? this.later : undefined;
    const rows = mergedRows(first.items, later?.items ?? []);
    const cursor = later ? later.cursor : first.cursor;
    const { from, to } = rowsQuery(look, Date.now());
    return html`<ui-chart
      flush
      heading=${look.range === "custom" ? `${formatMoment(from)} – ${formatMoment(to)}` : rangeWords(look, formatMoment)}
      stamp=${this.#eye.stamp(this.teamwork.state.records.at)}
      .downloads=${downloadsOf("/api/coordination/records", () => ({ ...rowsQuery(look, Date.now()), limit: "200" }))}
    >
      <span slot="aside">${rows.length}${cursor === undefined ? "" : " and more"}</span>
      ${rows.length === 0 ? html`<p class="small">Nothing like that in this window.</p>` : nothing}
      <div class="list" role="list">
        ${repeat(
          rows,
          ({ id }) => id,
          (record) => html`<record-row role="listitem" .record=${record}></record-row>`,
        )}
      </div>
      ${this.#loading.problem ? html`<p class="small error" role="alert">${this.#loading.problem}</p>` : nothing}
      ${cursor === undefined ? nothing : html`<ui-button data-bare wide variant="quiet" ?busy=${this.#loading.busy} @click=${() => this.#more(cursor)}>Earlier ones</ui-button>`}
    </ui-chart>`;
  }

  /** Pages belong to the question they were asked with. */
  #asked(): string {
    return JSON.stringify(this.#eye.look);
  }

  async #more(cursor: string): Promise<void> {
    const of = this.#asked();
    await this.#loading.run(async () => {
      const page = await this.teamwork.moreRecords(this.#eye.look, cursor);
      const before = this.later?.of === of ? this.later.items : this.teamwork.state.records.body!.items;
      this.later = { of, items: mergedRows(before, page.items), cursor: page.cursor };
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "coordinations-page": CoordinationsPage;
  }
}
