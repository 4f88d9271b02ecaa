import { consume } from "@lit/context";
import { livenessOrder, type LivenessState } from "@beckon/metrics/liveness";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { sharedTicker } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { fleetContext } from "../fleet/fleet.context.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import { FleetWatch } from "../fleet/fleet-watch.ts";
import { stateLooks } from "../fleet/fleet-words.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, decisionsContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { teamworkContext } from "../teamwork/teamwork.context.ts";
import { addressOf, plainLook } from "../teamwork/teamwork-look.ts";
import type { TeamworkState, TeamworkStore } from "../teamwork/teamwork.store.ts";
import { count, percent, trendLook } from "../teamwork/teamwork-words.ts";
import type { DecisionsStore } from "./decisions.store.ts";
import { vitalStyles } from "./now-vitals.styles.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";

/** Figures come once a minute; what is older than some of them was not heard of since, and says so. */
const oldMs = 5 * 60_000;

/** How the team is, in two lines: agents by state, and how well they work together; each figure opens its place. */
@customElement("now-vitals")
export class NowVitals extends LitElement {
  static override styles = [baseStyles, toneStyles, demoMarkStyles, vitalStyles];

  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: teamworkContext }) private teamwork!: TeamworkStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  readonly #watch = new FleetWatch(this, { fleet: () => this.fleet, decisions: () => this.decisions, connection: () => this.connection });
  #live: boolean | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.teamwork);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.teamwork.show(plainLook, ["summary"]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.teamwork.leave();
  }

  /** Back on the network: what was told meanwhile is asked for. */
  protected override willUpdate(): void {
    const live = this.connection.state.state === "live";
    if (live && this.#live === false) this.teamwork.refresh();
    this.#live = live;
  }

  override render() {
    const { summary } = this.teamwork.state;
    const demo = summary.body?.demo === true || this.fleet.state.agents.some((agent) => agent.demo);
    return html`<div class="head">
        <h2>Vital signs</h2>
        ${demoMark({ demo })}${renderAsOf(this.#watch.clock, this.connection.state)}
      </div>
      <ui-card flush>
        <div class="card">
          <div class="states" role="group" aria-label="Agents by state">${this.#renderStates()}</div>
          ${this.#renderSuccess(summary)}
        </div>
      </ui-card>`;
  }

  #renderStates() {
    const { ready, agents } = this.fleet.state;
    if (ready && agents.length === 0) return html`<a class="nobody" href="/connect">No agent is connected yet</a>`;
    return livenessOrder.map((state) => {
      const number = this.#watch.view.counts[state];
      const { icon, tone, word } = stateLooks[state];
      if (!ready) return html`<span><b></b> ${word}</span>`;
      const figure = html`<b><ui-icon class=${number > 0 ? tone : "faint"} name=${icon}></ui-icon>${count(number)}</b> ${word}`;
      // Of none there is nothing to open.
      return number === 0 ? html`<span>${figure}</span>` : html`<a href="/fleet" @click=${() => this.#lookAt(state)}>${figure}</a>`;
    });
  }

  #lookAt(state: LivenessState): void {
    this.fleet.lookAt({ state, q: "" });
  }

  #renderSuccess(view: TeamworkState["summary"]) {
    const { body } = view;
    const share = body?.total.share;
    const trend = body && trendLook(body);
    return html`<a class="success" href=${addressOf("", plainLook)}>
      <span class="name">Coordination, 24 h</span>
      ${
        share === undefined
          ? html`<span class="figure none">${view.loading ? nothing : "not known"}</span>`
          : share.value === null
            ? html`<span class="figure none">no data</span>`
            : html`<span class="figure">${percent(share.value)}<small> %</small></span>`
      }
      <span class="small">${successWords(view)}</span>
      <span class="small"
        >${trend && share?.value !== null ? html`<span class=${trend.tone} aria-hidden="true">${trend.mark}</span> ${trend.word}` : nothing}</span
      >
    </a>`;
  }
}

/** What the figure rests on, or of when it is; why there is none. */
function successWords({ body, at, error, loading }: TeamworkState["summary"]): string {
  if (body === undefined) return loading ? "" : (error ?? "");
  const { share, succeeded, pending } = body.total;
  const rests =
    share.value !== null
      ? `${count(succeeded)} of ${count(share.n)} worked out`
      : pending > 0
        ? `none ended, ${count(pending)} open`
        : "nothing began or ended";
  const old = at !== undefined && (error !== undefined || sharedTicker.now() - Date.parse(at) > oldMs);
  return old ? `${rests}, as of ${formatMoment(at)}` : rests;
}

declare global {
  interface HTMLElementTagNameMap {
    "now-vitals": NowVitals;
  }
}
