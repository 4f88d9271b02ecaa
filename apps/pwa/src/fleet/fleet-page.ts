import { consume } from "@lit/context";
import { livenessOrder } from "@beckon/metrics/liveness";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent, UiField } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { Controlling } from "../controls/controlling.ts";
import { controlsContext } from "../controls/controls.context.ts";
import type { ControlsStore } from "../controls/controls.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import { RowWindow } from "../decisions/row-window.ts";
import { shownText } from "../decisions/shown-text.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, decisionsContext, sessionContext } from "../platform/contexts.ts";
import { Teaming } from "../teams/teaming.ts";
import { teamsContext } from "../teams/teams.context.ts";
import type { TeamsStore } from "../teams/teams.store.ts";
import { KeysController } from "../shell/keys.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { AgentCard } from "./agent-card.ts";
import { backToCard, openedCard } from "./back-to-card.ts";
import { fleetStyles } from "./fleet-page.styles.ts";
import { addressOf, type FleetPart, partOf, renderMachines, renderParts } from "./fleet-machines.ts";
import { renderTeams } from "./fleet-teams.ts";
import { fleetContext } from "./fleet.context.ts";
import type { FleetStore } from "./fleet.store.ts";
import type { Family } from "./fleet-view.ts";
import { FleetWatch } from "./fleet-watch.ts";
import { agentWords, stateLooks } from "./fleet-words.ts";
import { fleetGroups, type FleetGroup, machinesOf } from "./narrow-fleet.ts";
import { renderAsOf } from "./render-as-of.ts";
import { toneStyles } from "./tone.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-segmented";
import "./agent-card.ts";

const mostColumns = 4;
const arrangements = [
  { value: "state", label: "State" },
  { value: "machine", label: "Machine" },
];

/**
 * Every agent, most needy first: who waits, who failed, who fell silent, who works, and why that is said; and the
 * machines that run them.
 */
@customElement("fleet-page")
export class FleetPage extends LitElement {
  static override styles = [baseStyles, pageStyles, toneStyles, fleetStyles];

  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: controlsContext }) private controls!: ControlsStore;
  @consume({ context: teamsContext }) private teams!: TeamsStore;
  @state() private view = partOf(location.search);
  @query("ui-field") private field?: UiField | null;
  readonly #rows = new RowWindow(this);
  readonly #watch = new FleetWatch(this, { fleet: () => this.fleet, decisions: () => this.decisions, connection: () => this.connection });
  readonly #controlling = new Controlling(this, () => this.controls);
  readonly #teaming = new Teaming(this, () => this.teams);

  constructor() {
    super();
    new KeysController(this, { "/": () => this.field?.focus() });
  }

  protected override firstUpdated(): void {
    if (this.view === "teams") void this.teams.load();
    const { opened } = this.fleet.state.look;
    const card = () => [...this.renderRoot.querySelectorAll("agent-card")].find(({ row }) => row.agent.id === opened?.id);
    if (opened) void backToCard(opened, card);
  }

  override render() {
    if (this.view === "machines") return html`${this.#renderParts()} ${this.#renderMachines()}`;
    return this.view === "teams" ? html`${this.#renderParts()} ${this.#renderTeams()}` : this.#renderAgents();
  }

  #renderAgents() {
    const { ready, agents, look } = this.fleet.state;
    // What they wait for is part of their cards.
    if (!ready || !this.decisions.state.ready) return html`<p class="visually-hidden" role="status">Loading</p>`;
    if (agents.length === 0) return html`${this.#renderParts()} ${this.#renderNobody()}`;
    const groups = fleetGroups(this.#watch.view.families, look);
    return html`${this.#renderParts()} ${this.#renderTools()} ${renderAsOf(this.#watch.clock, this.connection.state)}
      <p class="visually-hidden" role="status">${agentWords(groups.reduce((sum, { families }) => sum + families.length, 0))} shown</p>
      ${groups.length > 0 ? this.#renderGroups(groups) : this.#renderNone()}`;
  }

  #renderParts() {
    return renderParts({ part: this.view, hosts: this.controls.state.hosts, show: (part) => this.#show(part) });
  }

  #renderMachines() {
    return renderMachines({
      controls: this.controls,
      controlling: this.#controlling,
      session: this.session.state,
      connection: this.connection.state,
      clock: this.#watch.clock,
    });
  }

  #renderTeams() {
    return renderTeams({
      teams: this.teams,
      controls: this.controls,
      teaming: this.#teaming,
      session: this.session.state,
      connection: this.connection.state,
      clock: this.#watch.clock,
    });
  }

  /** The address shows the same again, here and elsewhere. */
  #show(part: FleetPart): void {
    this.view = part;
    if (part === "teams") void this.teams.load();
    history.replaceState(history.state, "", addressOf(part));
  }

  #renderTools() {
    const { look, agents } = this.fleet.state;
    const { counts } = this.#watch.view;
    return html`<div class="tools">
      <div class="states" role="group" aria-label="Only agents in one state">
        ${livenessOrder.map((state) => {
          const count = counts[state];
          const on = look.state === state;
          if (count === 0 && !on) return nothing;
          const { icon, tone, word } = stateLooks[state];
          return html`<button
            type="button"
            aria-pressed=${on ? "true" : "false"}
            @click=${() => this.fleet.lookAt({ state: on ? undefined : state })}
          >
            <ui-icon class=${tone} name=${icon}></ui-icon><b>${count}</b> ${word.toLowerCase()}
          </button>`;
        })}
      </div>
      <div class="find">
        <ui-field
          unlabelled
          type="search"
          label="Search agents, machines, projects, tasks and models"
          placeholder="Search"
          .value=${look.q}
          @field-changed=${(event: FieldChangedEvent) => this.fleet.lookAt({ q: event.value })}
        ></ui-field>
        ${
          machinesOf(agents) > 1
            ? html`<ui-segmented
                label="Arrange by"
                .segments=${arrangements}
                value=${look.by}
                @segment-chosen=${(event: SegmentChosenEvent) => this.fleet.lookAt({ by: event.value === "machine" ? "machine" : "state" })}
              ></ui-segmented>`
            : nothing
        }
      </div>
    </div>`;
  }

  #renderGroups(groups: readonly FleetGroup[]) {
    const all = groups.flatMap(({ families }) => families);
    const opened = this.fleet.state.look.opened;
    if (opened !== undefined) this.#rows.include(all.findIndex(({ agent }) => agent.id === opened.id));
    const drawn = new Set(this.#rows.take(all));
    const sections = groups.map((group, index) => {
      const shown = group.families.filter((row) => drawn.has(row));
      return shown.length === 0 ? nothing : this.#renderGroup(group, { shown, id: `group-${index}` });
    });
    return html`<div class="groups"><div class="columns">${sections}</div></div>`;
  }

  #renderGroup(group: FleetGroup, { shown, id }: { shown: readonly Family[]; id: string }) {
    const look = group.state && stateLooks[group.state];
    return html`<section aria-labelledby=${id} class="wide-${Math.min(shown.length, mostColumns)}">
      <h2 id=${id}>
        ${look ? html`<ui-icon class=${look.tone} name=${look.icon}></ui-icon>${look.word}` : html`<ui-icon name="host"></ui-icon>${group.host ? shownText(group.host) : "Machine not told"}`}
        <span class="number">${group.agents}</span>
      </h2>
      <div class="cards" role="list">
        ${repeat(
          shown,
          ({ agent }) => agent.id,
          (row) => html`<agent-card role="listitem" .row=${row} .ticker=${this.#watch.clock.ticker} @click=${this.#opened}></agent-card>`,
        )}
      </div>
    </section>`;
  }

  #opened(event: Event): void {
    const card = event.currentTarget as AgentCard;
    this.fleet.lookAt({ opened: openedCard(card.row.agent.id, card) });
  }

  #renderNobody() {
    return html`<ui-card
      ><ui-empty tone="quiet" icon="fleet" heading="No agent is connected yet">
        <p>Connect one: copy a block, paste it where the agent runs, and it appears here with its first sign of life.</p>
        <ui-button variant="primary" href="/connect">Connect an agent</ui-button>
      </ui-empty></ui-card
    >`;
  }

  #renderNone() {
    return html`<ui-empty tone="quiet" icon="search" heading="No agent like that">
      <p>None of ${agentWords(this.fleet.state.agents.length)} fits.</p>
      <ui-button @click=${() => this.fleet.lookAt({ q: "", state: undefined })}>Show all</ui-button>
    </ui-empty>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "fleet-page": FleetPage;
  }
}
