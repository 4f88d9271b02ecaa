import type { Collision } from "@beckon/contracts/coordination";
import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { alertsContext } from "../alerts/alerts.context.ts";
import type { AlertsStore } from "../alerts/alerts.store.ts";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { fleetContext } from "../fleet/fleet.context.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import type { View } from "../platform/cached-view.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { StoreController } from "../platform/store-controller.ts";
import { MediaController } from "../shell/media.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { collisionsInOrder } from "./collision-view.ts";
import { mayPause, Pausing } from "./pausing.ts";
import { tellsRoles } from "./flow-graph.ts";
import { TeamworkLookEvent } from "./teamwork-events.ts";
import { TeamworkEye } from "./teamwork-eye.ts";
import { addressOf, figureQuery, filtersOf, type TeamworkLook } from "./teamwork-look.ts";
import { renderMissing, renderViewAge } from "./teamwork-parts.ts";
import { moreLinkStyles } from "./more-link.styles.ts";
import { teamworkStyles } from "./teamwork-page.styles.ts";
import { counted } from "./teamwork-words.ts";
import { downloadsOf } from "./downloads.ts";
import { teamworkContext } from "./teamwork.context.ts";
import type { Part, TeamworkStore } from "./teamwork.store.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "./breakdown-card.ts";
import "./cause-list.ts";
import "./collision-radar.ts";
import "./diagnostics-card.ts";
import "./flow-card.ts";
import "./pattern-row.ts";
import "./success-card.ts";
import "./teamwork-filters.ts";

type Drawn = { known: boolean; draw: () => unknown };
/** There is an answer, or there is none to be had. */
const isKnown = ({ body, error }: View<unknown>) => body !== undefined || error !== undefined;
/** Down to the first that is not known yet: what stands below it would be pushed away when it comes. */
const inTurn = (all: readonly Drawn[]) => {
  const unknown = all.findIndex(({ known }) => !known);
  return all.slice(0, unknown < 0 ? all.length : unknown + 1).map(({ draw }) => draw());
};

const parts: readonly Part[] = ["summary", "diagnostics", "flow", "failures"];
const fewPatterns = 5;

/** Whether the team works together well, and if not, why: answered from top to bottom, each figure opens its rows. */
@customElement("teamwork-page")
export class TeamworkPage extends LitElement {
  static override styles = [baseStyles, pageStyles, moreLinkStyles, teamworkStyles];

  @consume({ context: alertsContext }) private alerts!: AlertsStore;
  @consume({ context: teamworkContext }) private teamwork!: TeamworkStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  readonly #pausing = new Pausing(this, () => this.teamwork);
  readonly #wide = new MediaController(this, "(min-width: 1100px)");
  readonly #eye = new TeamworkEye(this, { path: "", parts, teamwork: () => this.teamwork, connection: () => this.connection });

  constructor() {
    super();
    new StoreController(this, () => this.alerts);
    new StoreController(this, () => this.fleet);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fleet.load();
  }

  /** Where nobody tells a role, a flow by roles says nothing. */
  protected override updated(): void {
    const { body } = this.teamwork.state.flow;
    if (body && this.#eye.look.flow === undefined && !tellsRoles(body)) this.#turn({ flow: "agents" });
  }

  override render() {
    const { summary } = this.teamwork.state;
    return html`<teamwork-filters .look=${this.#eye.look} .agents=${this.fleet.state.agents}></teamwork-filters> ${renderViewAge(summary)}
      ${this.#wide.matches && summary.body ? nothing : this.#renderRecovery()}
      ${summary.body ? this.#renderFigures() : renderMissing(summary, () => this.teamwork.refresh())}`;
  }

  #renderFigures() {
    const { body } = this.teamwork.state.summary;
    const nothingTold = body !== undefined && body.total.share.n + body.total.pending === 0;
    const [success, causes] = nothingTold
      ? [this.#renderNone(), nothing]
      : [
          html`<success-card
            .summary=${body}
            .look=${this.#eye.look}
            stamp=${this.#stamp()}
            .alerts=${body ? this.alerts.all(body.window.from) : []}
          ></success-card>`,
          html`<cause-list .summary=${body} .look=${this.#eye.look} stamp=${this.#stamp()}></cause-list>`,
        ];
    const { flow, failures } = this.teamwork.state;
    const rest: Drawn[] = nothingTold
      ? []
      : [
          { known: isKnown(flow), draw: () => this.#renderFlow() },
          { known: isKnown(failures), draw: () => this.#renderPatterns() },
          {
            known: true,
            draw: () => html`<breakdown-card .summary=${body} .look=${this.#eye.look} stamp=${this.#stamp()}></breakdown-card>`,
          },
        ];
    const now = this.#now();
    // On a wide screen what to act on stands beside; on a phone it comes right after the answer.
    return this.#wide.matches
      ? html`<div class="columns">
          <div class="column">${success} ${inTurn(rest)}</div>
          <div class="column">${this.#renderRecovery()} ${causes} ${inTurn(now)}</div>
        </div>`
      : html`<div class="column">${success} ${causes} ${inTurn([...now, ...rest])}</div>`;
  }

  /** Also where there are no figures yet: what is off need not be about teamwork. */
  #renderRecovery() {
    return html`<ui-card flush
      ><ui-row href="/teamwork/recovery"
        ><ui-icon slot="start" name="octagon"></ui-icon>Recovery…<span slot="detail"
          >Stop, pause or reset the team, and resume</span
        ></ui-row
      ></ui-card
    >`;
  }

  /** What is off at this moment. */
  #now(): Drawn[] {
    const { collisions, diagnostics } = this.teamwork.state;
    const known = this.fleet.state.ready ? collisions : undefined;
    return [
      { known: known !== undefined, draw: () => (known ? this.#renderRadar(known) : nothing) },
      { known: isKnown(diagnostics), draw: () => this.#renderDiagnostics() },
    ];
  }

  #renderRadar(known: readonly Collision[]) {
    const collisions = collisionsInOrder(known).filter(({ status }) => status === "open");
    return html`<collision-radar
      .collisions=${collisions}
      .sessions=${new Map(this.fleet.state.sessions.map((session) => [session.id, session]))}
      ?mayAct=${mayPause(this.session.state)}
      .busy=${this.#pausing.busy}
      stamp=${this.#stamp()}
    ></collision-radar>`;
  }

  #renderDiagnostics() {
    const { diagnostics } = this.teamwork.state;
    return diagnostics.body
      ? html`<diagnostics-card
            .diagnostics=${diagnostics.body}
            stamp=${`As of ${formatMoment(diagnostics.body.asOf)} · Beckon`}
          ></diagnostics-card>
          <ui-button wide href="/teamwork/healing">Auto-heal…</ui-button>`
      : renderMissing(diagnostics, () => this.teamwork.refresh());
  }

  #renderFlow() {
    const { flow } = this.teamwork.state;
    return flow.body
      ? html`<flow-card .flow=${flow.body} .look=${this.#eye.look} stamp=${this.#stamp()}></flow-card>`
      : renderMissing(flow, () => this.teamwork.refresh());
  }

  #renderPatterns() {
    const { failures } = this.teamwork.state;
    if (!failures.body) return renderMissing(failures, () => this.teamwork.refresh());
    const { items, n, cursor } = failures.body;
    const more = items.length > fewPatterns || cursor !== undefined;
    const { look } = this.#eye;
    return html`<ui-chart
      flush
      heading="Failures that say the same"
      stamp=${this.#stamp()}
      .downloads=${downloadsOf("/api/coordination/failures", () => figureQuery(look, Date.now()))}
    >
      <span slot="aside">${n > 0 ? counted(n, "failure") : nothing}</span>
      ${items.length === 0 ? html`<p class="small">No failure in this window.</p>` : nothing}
      <div class="list">
        ${repeat(
          items.slice(0, fewPatterns),
          ({ id }) => id,
          (pattern) => html`<pattern-row .pattern=${pattern} .look=${look}></pattern-row>`,
        )}
        ${more ? html`<a class="all" data-bare href=${addressOf("failures", look)}>All patterns<ui-icon name="forward"></ui-icon></a>` : nothing}
      </div>
    </ui-chart>`;
  }

  #renderNone() {
    const { look } = this.#eye;
    const narrowed = filtersOf(look) > 0;
    return html`<ui-card
      ><ui-empty tone="quiet" icon="teamwork" heading=${narrowed ? "Nothing like that in this window" : "No attempt to work together yet"}>
        <p>
          ${
            narrowed
              ? "No delegation, hand-off, review or team task of these was begun or ended in this time."
              : "Delegations to sub-agents, hand-offs, reviews and team tasks appear here by themselves once connected agents make them. Longer back there may be more."
          }
        </p>
        ${
          narrowed
            ? html`<ui-button @click=${() => this.#turn({ agent: undefined, role: undefined, type: undefined, task: undefined })}
                >No filters</ui-button
              >`
            : look.range === "30d"
              ? html`<ui-button href="/connect">Connect an agent</ui-button>`
              : html`<ui-button @click=${() => this.#turn({ range: "30d", from: undefined, to: undefined })}
                  >Look at the last 30 days</ui-button
                >`
        }
      </ui-empty></ui-card
    >`;
  }

  #turn(look: Partial<TeamworkLook>): void {
    this.dispatchEvent(new TeamworkLookEvent(look));
  }

  #stamp(): string {
    return this.#eye.stamp(this.teamwork.state.summary.body?.asOf);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "teamwork-page": TeamworkPage;
  }
}
