import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { TickController } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { timeZone } from "../platform/time-zone.ts";
import { alertsContext } from "../alerts/alerts.context.ts";
import type { AlertsStore } from "../alerts/alerts.store.ts";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { Budgeting } from "./budgeting.ts";
import { BudgetWantedEvent } from "./budgets-events.ts";
import { budgetsContext } from "./budgets.context.ts";
import type { BudgetsStore } from "./budgets.store.ts";
import type { HoursChosenEvent } from "./spend-hours-card.ts";
import { whyNoChange } from "./why-no-change.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "./budget-card.ts";
import "./spend-alarms.ts";
import "./spend-hours-card.ts";

/** What may be spent of what, how it stands, and what happens when it is spent. */
@customElement("budgets-page")
export class BudgetsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .cards {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr));
        gap: var(--space-3);
        align-items: start;
      }
      .wide {
        inline-size: 100%;
        max-inline-size: 1080px;
        margin-inline: auto;
      }
    `,
  ];

  @consume({ context: alertsContext }) private alerts!: AlertsStore;
  @consume({ context: budgetsContext }) private budgets!: BudgetsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  /** The budget whose hours are shown; empty: all agents. */
  @state() private chosen = "";
  readonly #budgeting = new Budgeting(this, () => this.budgets);
  readonly #tick = new TickController(this);

  constructor() {
    super();
    new StoreController(this, () => this.alerts);
    new StoreController(this, () => this.budgets);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
  }

  protected override firstUpdated(): void {
    void this.budgets.load();
    void this.alerts.load();
    this.#showHours();
  }

  override render() {
    const { ready, budgets, alarms, asOf, hours } = this.budgets.state;
    if (!ready) return html`<p class="quiet" role="status">Loading</p>`;
    const may = mayControl(this.session.state);
    const why = whyNoChange(this.connection.state);
    return html`<div class="wide stack sections">
      ${why ? html`<p class="quiet" role="status">${why}${asOf ? html` As of <ui-age as="ago" at=${asOf}></ui-age>.` : nothing}</p>` : nothing}
      <spend-alarms .alarms=${alarms} now=${this.#tick.now}></spend-alarms>
      ${budgets.length === 0 ? this.#renderNone(may, why) : this.#renderAll(may, why)}
      ${may && budgets.length > 0 ? html`<div class="actions">${renderSet(why, "plain")}</div>` : nothing}
      <spend-hours-card
        .view=${hours}
        .budgets=${budgets}
        .alarms=${alarms}
        .fired=${this.alerts.state.alerts}
        chosen=${this.chosen}
        @hours-chosen=${({ id }: HoursChosenEvent) => {
          this.chosen = id;
          this.#showHours();
        }}
      ></spend-hours-card>
      ${this.#budgeting.render()}
    </div>`;
  }

  #renderNone(may: boolean, why: string) {
    return html`<ui-card
      ><ui-empty tone="quiet" icon="ring" heading="No budget is set">
        <p>
          A budget says when half and four fifths are spent, asks you when all of it is, and then stops the work, if that is what you say.
          Nothing is limited without one.
        </p>
        ${may ? renderSet(why, "primary") : nothing}
      </ui-empty></ui-card
    >`;
  }

  #renderAll(may: boolean, why: string) {
    const { budgets } = this.budgets.state;
    return html`<div class="cards">
      ${repeat(
        budgets,
        ({ id }) => id,
        (budget) =>
          html`<budget-card
            .budget=${budget}
            now=${this.#tick.now}
            ?mayAct=${may}
            why=${why}
            ?busy=${this.#budgeting.busy.has(budget.id)}
          ></budget-card>`,
      )}
    </div>`;
  }

  #showHours(): void {
    const budget = this.budgets.state.budgets.find(({ id }) => id === this.chosen);
    const { kind, id } = budget?.scope ?? { kind: "workspace" as const };
    this.budgets.showHours({
      ...{ kind, column: budget?.column ?? "apiEquivalent", tz: budget?.timeZone ?? timeZone() },
      ...(id === undefined ? {} : { id }),
    });
  }
}

const renderSet = (why: string, variant: "primary" | "plain") =>
  html`<ui-button
    icon="plus"
    variant=${variant}
    ?disabled=${why !== ""}
    @click=${(event: Event) => event.currentTarget?.dispatchEvent(new BudgetWantedEvent({ kind: "new" }))}
    >Set a budget</ui-button
  >`;

declare global {
  interface HTMLElementTagNameMap {
    "budgets-page": BudgetsPage;
  }
}
