import { consume } from "@lit/context";
import type { FailurePattern } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
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
import { TeamworkEye } from "./teamwork-eye.ts";
import { figureQuery } from "./teamwork-look.ts";
import { renderMissing, renderViewAge } from "./teamwork-parts.ts";
import { teamworkStyles } from "./teamwork-page.styles.ts";
import { counted } from "./teamwork-words.ts";
import { downloadsOf } from "./downloads.ts";
import { teamworkContext } from "./teamwork.context.ts";
import type { TeamworkStore } from "./teamwork.store.ts";
import "@beckon/ui/ui-chart";
import "./pattern-row.ts";
import "./teamwork-filters.ts";

/** All failures that say the same, those with no retry left first. */
@customElement("failures-page")
export class FailuresPage extends LitElement {
  static override styles = [baseStyles, pageStyles, teamworkStyles];

  @consume({ context: teamworkContext }) private teamwork!: TeamworkStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private later: { of: string; items: FailurePattern[]; cursor: string | undefined } | undefined;
  readonly #eye = new TeamworkEye(this, {
    path: "failures",
    parts: ["failures"],
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
    const { failures } = this.teamwork.state;
    return html`<teamwork-filters .look=${this.#eye.look} .agents=${this.fleet.state.agents}></teamwork-filters> ${renderViewAge(failures)}
      ${failures.body ? this.#renderPatterns() : renderMissing(failures, () => this.teamwork.refresh())}`;
  }

  #renderPatterns() {
    const first = this.teamwork.state.failures.body!;
    const { look } = this.#eye;
    const later = this.later?.of === JSON.stringify(look) ? this.later : undefined;
    const patterns = mergedRows(first.items, later?.items ?? []);
    const cursor = later ? later.cursor : first.cursor;
    return html`<ui-chart
      flush
      heading="Failures that say the same"
      stamp=${this.#eye.stamp(first.asOf)}
      .downloads=${downloadsOf("/api/coordination/failures", () => ({ ...figureQuery(look, Date.now()), limit: "50" }))}
    >
      <span slot="aside">${first.n > 0 ? counted(first.n, "failure") : nothing}</span>
      ${patterns.length === 0 ? html`<p class="small">No failure in this window.</p>` : nothing}
      <div class="list">
        ${repeat(
          patterns,
          ({ id }) => id,
          (pattern) => html`<pattern-row .pattern=${pattern} .look=${look}></pattern-row>`,
        )}
      </div>
      ${this.#loading.problem ? html`<p class="small error" role="alert">${this.#loading.problem}</p>` : nothing}
      ${cursor === undefined ? nothing : html`<ui-button data-bare wide variant="quiet" ?busy=${this.#loading.busy} @click=${() => this.#more(cursor)}>More patterns</ui-button>`}
    </ui-chart>`;
  }

  async #more(cursor: string): Promise<void> {
    const of = JSON.stringify(this.#eye.look);
    await this.#loading.run(async () => {
      const page = await this.teamwork.moreFailures(this.#eye.look, cursor);
      const before = this.later?.of === of ? this.later.items : this.teamwork.state.failures.body!.items;
      this.later = { of, items: mergedRows(before, page.items), cursor: page.cursor };
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "failures-page": FailuresPage;
  }
}
