import { consume } from "@lit/context";
import type { Collision } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { RowWindow } from "../decisions/row-window.ts";
import { fleetContext } from "../fleet/fleet.context.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import { AsOf } from "../fleet/as-of.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { Attempt } from "../platform/attempt.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { collisionsInOrder } from "./collision-view.ts";
import { mergedRows } from "./merged-rows.ts";
import { mayPause, Pausing } from "./pausing.ts";
import { TeamworkEye } from "./teamwork-eye.ts";
import { teamworkStyles } from "./teamwork-page.styles.ts";
import { teamworkContext } from "./teamwork.context.ts";
import type { TeamworkStore } from "./teamwork.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "./collision-card.ts";

/** Files in which two runs were at work: open ones first, hot before soft. */
@customElement("collisions-page")
export class CollisionsPage extends LitElement {
  static override styles = [baseStyles, pageStyles, teamworkStyles];

  @consume({ context: teamworkContext }) private teamwork!: TeamworkStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  /** Older ones that the server has, as far as they were asked for, and where they go on. */
  @state() private earlier: Collision[] = [];
  @state() private next: { cursor?: string | undefined } | undefined = {};
  readonly #rows = new RowWindow(this);
  readonly #asOf = new AsOf();
  readonly #loading = new Attempt(this);
  readonly #pausing = new Pausing(this, () => this.teamwork);

  constructor() {
    super();
    new TeamworkEye(this, { path: "collisions", parts: [], teamwork: () => this.teamwork, connection: () => this.connection });
    new StoreController(this, () => this.fleet);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fleet.load();
  }

  override render() {
    const { collisions } = this.teamwork.state;
    // Whether one can be paused is known by its run: what is shown before that would grow.
    if (collisions === undefined || !this.fleet.state.ready) return html`<p class="quiet" role="status">Loading</p>`;
    const ordered = collisionsInOrder(mergedRows(collisions, this.earlier));
    const drawn = new Set(this.#rows.take(ordered));
    const { state } = this.connection;
    const groups = (["open", "over"] as const).map((status) => ({
      status,
      own: ordered.filter((collision) => collision.status === status),
    }));
    return html`${renderAsOf(this.#asOf.clock(state), state)} ${groups[0]?.own.length === 0 ? renderNone() : nothing}
    ${groups.map(({ status, own }) => this.#renderGroup(status, { own, drawn }))} ${this.#renderMore()}`;
  }

  #renderGroup(status: Collision["status"], { own, drawn }: { own: readonly Collision[]; drawn: ReadonlySet<Collision> }) {
    if (own.length === 0) return nothing;
    const sessions = new Map(this.fleet.state.sessions.map((session) => [session.id, session]));
    return html`<section>
      <h2>${status === "open" ? "Open" : "Over"} <span class="aside">${own.length}</span></h2>
      <ui-card flush>
        ${repeat(
          own.filter((collision) => drawn.has(collision)),
          ({ id }) => id,
          (collision) =>
            html`<collision-card
              .collision=${collision}
              .sessions=${sessions}
              ?mayAct=${mayPause(this.session.state)}
              .busy=${this.#pausing.busy}
            ></collision-card>`,
        )}
      </ui-card>
    </section>`;
  }

  #renderMore() {
    if (this.next === undefined) return nothing;
    return html`<div class="stack">
      ${this.#loading.problem ? html`<p class="error" role="alert">${this.#loading.problem}</p>` : nothing}
      <ui-button wide variant="quiet" icon="history" ?busy=${this.#loading.busy} @click=${() => this.#more()}>Earlier ones</ui-button>
    </div>`;
  }

  async #more(): Promise<void> {
    await this.#loading.run(async () => {
      const page = await this.teamwork.earlierCollisions(this.next?.cursor);
      this.earlier = mergedRows(this.earlier, page.items);
      this.next = page.cursor === undefined ? undefined : { cursor: page.cursor };
    });
  }
}

const renderNone = () =>
  html`<ui-card
    ><ui-empty tone="good" icon="check" heading="No two agents in one file">
      <p>When two of them edit the same file within half an hour, also in two worktrees or on two machines, it stands here.</p>
    </ui-empty></ui-card
  >`;

declare global {
  interface HTMLElementTagNameMap {
    "collisions-page": CollisionsPage;
  }
}
