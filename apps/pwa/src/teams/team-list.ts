import type { Team } from "@beckon/contracts/teams";
import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { View } from "../platform/cached-view.ts";
import type { HandOut } from "./teams.api.ts";
import { TeamWantedEvent } from "./teams-events.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "./hand-out-card.ts";
import "./team-card.ts";

const fewOver = 3;
const order: readonly Team["state"][] = ["active", "dissolving", "off"];

/**
 * Every team, and whether work finds its agent by itself; where there is no team, what one is.
 * @fires team-wanted A button was tapped.
 */
@customElement("team-list")
export class TeamList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        color: var(--ink-soft);
        font: 400 var(--text-s) / 1.5 var(--font);
      }
      .teams {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 430px), 1fr));
        gap: var(--space-3);
        align-items: start;
      }
      .start {
        justify-self: start;
      }
      .why {
        padding-inline: var(--space-1);
        font-size: 0.8125rem;
      }
      h2 {
        font: 600 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) teams: readonly Team[] = [];
  @property({ attribute: false }) handOut: View<HandOut> = { loading: true };
  /** Some machine has a runner. */
  @property({ type: Boolean }) machines = false;
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be asked for now. */
  @property() why = "";
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  @property({ attribute: false }) ticker: Ticker = sharedTicker;
  @state() private all = false;

  override render() {
    const open = this.teams
      .filter(({ state: how }) => how !== "dissolved")
      .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
    const over = this.teams.filter(({ state: how }) => how === "dissolved");
    const shown = this.all ? over : over.slice(0, fewOver);
    return html`${this.why && this.mayAct ? html`<p class="why">${this.why}</p>` : nothing}
      ${open.length === 0 ? this.#renderNone() : html`${this.#renderStart()}${this.#renderCards(open)}`}
      <hand-out-card
        .view=${this.handOut}
        ?mayAct=${this.mayAct}
        why=${this.why}
        ?busy=${this.busy.has("hand-out")}
        .ticker=${this.ticker}
      ></hand-out-card>
      ${
        over.length > 0
          ? html`<h2>Dissolved lately</h2>
              ${this.#renderCards(shown)}`
          : nothing
      }
      ${over.length > shown.length ? html`<ui-button wide variant="quiet" @click=${() => (this.all = true)}>Show ${over.length - shown.length} more</ui-button>` : nothing}`;
  }

  #renderCards(teams: readonly Team[]) {
    return html`<div class="teams" role="list">
      ${repeat(
        teams,
        ({ id }) => id,
        (team) =>
          html`<team-card
            role="listitem"
            .team=${team}
            ?mayAct=${this.mayAct}
            why=${this.why}
            .busy=${this.busy}
            .ticker=${this.ticker}
          ></team-card>`,
      )}
    </div>`;
  }

  #renderStart() {
    if (!this.mayAct || !this.machines) return nothing;
    return html`<ui-button
      class="start"
      variant="primary"
      icon="plus"
      ?disabled=${this.why !== ""}
      @click=${() => this.dispatchEvent(new TeamWantedEvent({ kind: "start" }))}
      >Start a team…</ui-button
    >`;
  }

  #renderNone() {
    return html`<ui-card
      ><ui-empty tone="quiet" icon="people" heading="No team is at work">
        <p>
          A team is several agents that are started, watched, paid for and ended as one: so many of each role, spread over your machines.
        </p>
        ${
          this.machines
            ? this.#renderStart()
            : html`<p>For that a machine needs a runner that offers profiles.</p>
                <ui-button href="/fleet?view=machines">See machines</ui-button>`
        }
      </ui-empty></ui-card
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "team-list": TeamList;
  }
}
