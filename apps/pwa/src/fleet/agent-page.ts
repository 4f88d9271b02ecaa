import { consume } from "@lit/context";
import type { Agent, Session } from "@beckon/contracts/agents";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { agentControlsView } from "../controls/agent-controls-view.ts";
import { Controlling } from "../controls/controlling.ts";
import { controlsContext } from "../controls/controls.context.ts";
import type { ControlsStore } from "../controls/controls.store.ts";
import { mayControl, whyNot } from "../controls/may-control.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import { demoMarkStyles } from "../demo/demo-mark.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, decisionsContext, sessionContext } from "../platform/contexts.ts";
import { Attempt } from "../platform/attempt.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { agentPageStyles } from "./agent-page.styles.ts";
import { renderDecisions, renderDoing, renderFiles, renderRuns, renderSubAgents, type Shown } from "./agent-parts.ts";
import type { AgentEditedEvent, AgentSheet } from "./agent-sheet.ts";
import { membersOf } from "./family.ts";
import { fleetContext } from "./fleet.context.ts";
import type { FleetStore } from "./fleet.store.ts";
import type { AgentRow } from "./fleet-view.ts";
import { FleetWatch } from "./fleet-watch.ts";
import { renderAsOf } from "./render-as-of.ts";
import { timeline } from "./timeline.ts";
import { toneStyles } from "./tone.styles.ts";
import { TaskActing } from "../work/task-acting.ts";
import { workContext } from "../work/work.context.ts";
import type { WorkStore } from "../work/work.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "../controls/agent-controls.ts";
import "./agent-head.ts";
import "./agent-sheet.ts";
import "./agent-timeline.ts";
import "./agent-usage.ts";
import "../work/agent-tasks.ts";

/** One agent: what it does now, what it did and asked, what it touched, what it costs. */
@customElement("agent-page")
export class AgentPage extends LitElement {
  static override styles = [baseStyles, pageStyles, toneStyles, demoMarkStyles, agentPageStyles];

  /** From the address. */
  @property() agentId = "";
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: controlsContext }) private controls!: ControlsStore;
  @consume({ context: workContext }) private work!: WorkStore;
  @query("agent-sheet") private sheet?: AgentSheet | null;
  @state() private earlier: Session[] = [];
  /** Where the earlier runs go on; nothing asked yet, or no more of them. */
  @state() private next: { cursor?: string | undefined } | undefined = {};
  readonly #watch = new FleetWatch(this, { fleet: () => this.fleet, decisions: () => this.decisions, connection: () => this.connection });
  readonly #controlling = new Controlling(this, () => this.controls);
  readonly #loading = new Attempt(this);
  readonly #saving = new Attempt(this);

  constructor() {
    super();
    new StoreController<object>(this, () => this.work);
    new TaskActing(this, () => this.work);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.work.load();
  }

  override render() {
    const row = this.#watch.view.families.flatMap(membersOf).find(({ agent }) => agent.id === this.agentId);
    if (row) return this.#renderAgent(row);
    if (!this.fleet.state.ready) return html`<p class="quiet" role="status">Loading</p>`;
    return html`<ui-empty tone="quiet" icon="question" heading="This agent is not known here">
      <p>It may have been removed, or this device has not heard of it yet.</p>
      <ui-button href="/fleet">Go to the fleet</ui-button>
    </ui-empty>`;
  }

  #renderAgent(row: AgentRow) {
    const { clock } = this.#watch;
    const sessions = this.#sessions();
    const requests = this.#requests();
    const shown: Shown = { row, sessions, requests, clock };
    const person = this.session.state.session?.person;
    return html`<div class="narrow stack sections">
        ${renderAsOf(clock, this.connection.state)}
        <agent-head
          .row=${row}
          .parent=${this.#agent(row.agent.parentId)}
          .ticker=${clock.ticker}
          ?mayEdit=${person !== undefined && person.role !== "viewer"}
          @edit-wanted=${() => this.sheet && (this.sheet.open = true)}
        ></agent-head>
        ${this.#renderControls(sessions)} ${this.#renderTasks(row.agent)} ${renderDoing(shown)} ${renderSubAgents(shown)}
        <section>
          <h2>What it did</h2>
          ${this.#renderTimeline(shown)}
        </section>
        ${
          sessions.length > 0
            ? html`<section>
                <h2>Cost <span class="aside">of ${sessions.length === 1 ? "1 run" : `${sessions.length} runs`} known here</span></h2>
                <ui-card><agent-usage .sessions=${sessions} .given=${row.agent.payment}></agent-usage></ui-card>
              </section>`
            : nothing
        }
        ${renderFiles(shown)} ${renderDecisions(shown)} ${renderRuns(shown)} ${this.#renderEarlier()}
      </div>
      <agent-sheet
        .agent=${row.agent}
        .problem=${this.#saving.problem}
        ?busy=${this.#saving.busy}
        @agent-edited=${this.#save}
        @dialog-closed=${() => this.sheet && (this.sheet.open = false)}
      ></agent-sheet>
      ${this.#controlling.render()}`;
  }

  /** What acts on it; nothing where nothing does. */
  #renderControls(runs: readonly Session[]) {
    const { ticker } = this.#watch.clock;
    const { hosts, commands } = this.controls.state;
    const view = agentControlsView({ agentId: this.agentId, hosts, commands, runs, now: ticker.now() });
    if (!view) return nothing;
    return html`<section>
      <h2>Controls</h2>
      <agent-controls
        .agentId=${this.agentId}
        name=${this.#agent(this.agentId)?.name ?? ""}
        .view=${view}
        ?mayAct=${mayControl(this.session.state)}
        why=${whyNot(this.connection.state)}
        .busy=${this.#controlling.busy}
        .ticker=${ticker}
      ></agent-controls>
    </section>`;
  }

  /** What it has to do; by its name too, for whoever was given it before it was known. */
  #renderTasks({ id, name }: Agent) {
    const { tasks } = this.work.state;
    const own = tasks.filter(
      ({ agent, endedAt, scope }) =>
        scope === "team" && endedAt === undefined && (agent?.id === id || (agent?.id === undefined && agent?.name === name)),
    );
    if (own.length === 0) return nothing;
    return html`<section>
      <h2>Its tasks <span class="aside">${own.length}</span></h2>
      <agent-tasks .tasks=${own} ?mayAct=${mayControl(this.session.state)} .suggest=${this.work.suggestions}></agent-tasks>
    </section>`;
  }

  #renderTimeline({ sessions, requests }: Shown) {
    const moments = timeline(sessions, requests);
    return moments.length > 0
      ? html`<agent-timeline .moments=${moments}></agent-timeline>`
      : html`<ui-card><p class="quiet">Nothing is known of the last day but its signs of life.</p></ui-card>`;
  }

  #renderEarlier() {
    if (this.next === undefined) return nothing;
    return html`<div class="stack">
      ${this.#loading.problem ? html`<p class="error" role="alert">${this.#loading.problem}</p>` : nothing}
      <ui-button wide variant="quiet" icon="history" ?busy=${this.#loading.busy} @click=${() => this.#more()}>Earlier runs</ui-button>
    </div>`;
  }

  /** Its runs, newest sign first: those of the last day from the replica, older ones as far as they were asked for. */
  #sessions(): Session[] {
    const own = this.fleet.state.sessions.filter(({ agentId }) => agentId === this.agentId);
    const known = new Set(own.map(({ id }) => id));
    return [...own, ...this.earlier.filter(({ id }) => !known.has(id))].sort((a, b) => (a.lastSignalAt < b.lastSignalAt ? 1 : -1));
  }

  #requests() {
    const { pending, snoozed, history } = this.decisions.state;
    return [...pending, ...snoozed.map(({ request }) => request), ...history].filter(({ agent }) => agent.id === this.agentId);
  }

  #agent(id: string | undefined): Agent | undefined {
    return id === undefined ? undefined : this.fleet.state.agents.find((agent) => agent.id === id);
  }

  async #more(): Promise<void> {
    await this.#loading.run(async () => {
      const page = await this.fleet.sessionsOf(this.agentId, this.next?.cursor);
      this.earlier = [...this.earlier, ...page.items];
      this.next = page.cursor === undefined ? undefined : { cursor: page.cursor };
    });
  }

  async #save({ patch }: AgentEditedEvent): Promise<void> {
    const done = Object.keys(patch).length === 0 || (await this.#saving.run(() => this.fleet.change(this.agentId, patch)));
    if (done && this.sheet) this.sheet.open = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-page": AgentPage;
  }
}
