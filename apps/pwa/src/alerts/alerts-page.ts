import { consume } from "@lit/context";
import { alertKindOf } from "@beckon/contracts/alert-kinds";
import { bodyWords, nameWords } from "@beckon/contracts/alert-words";
import type { Alert } from "@beckon/contracts/alerts";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { RowWindow } from "../decisions/row-window.ts";
import { shownText } from "../decisions/shown-text.ts";
import { AsOf } from "../fleet/as-of.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { alertsContext } from "./alerts.context.ts";
import type { AlertsStore } from "./alerts.store.ts";
import { isUntaken } from "./taken.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "./alert-list.ts";

const everyMs = 30_000;
const patienceMs = 800;

/** What is wrong now, what may be soon, and what was. */
@customElement("alerts-page")
export class AlertsPage extends LitElement {
  static override styles = [baseStyles, pageStyles, toneStyles];

  @consume({ context: alertsContext }) private alerts!: AlertsStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  readonly #asOf = new AsOf();
  readonly #loud = new RowWindow(this);
  readonly #rows = new RowWindow(this);
  /** What may fire soon was given time to come: what stands below it waits no longer. */
  @state() private waited = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.alerts);
    new StoreController(this, () => this.connection);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.alerts.load();
    this.alerts.lookAhead();
    setTimeout(() => (this.waited = true), patienceMs);
    this.#timer = setInterval(() => document.hidden || this.alerts.lookAhead(), everyMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render() {
    const { ready, alerts, older, pending } = this.alerts.state;
    if (!ready) return html`<p class="quiet" role="status">Loading</p>`;
    const { state } = this.connection;
    const firing = alerts.filter((alert) => alert.state === "firing");
    const past = [...alerts.filter((alert) => alert.state === "resolved"), ...older.items];
    return html`<div class="narrow stack sections">
      ${renderAsOf(this.#asOf.clock(state), state)} ${this.#renderFiring(firing)} ${this.#renderPending()}
      ${this.waited || pending.body || pending.error ? this.#renderHistory(past) : nothing}
    </div>`;
  }

  #renderHistory(past: readonly Alert[]) {
    const { older } = this.alerts.state;
    const { state } = this.connection.state;
    return html`<section>
        <h2>History <span class="aside">90 days</span></h2>
        ${past.length > 0 ? html`<alert-list .alerts=${this.#rows.take(past)}></alert-list>` : html`<p class="small">Nothing was over in the last seven days.</p>`}
        ${older.problem ? html`<p class="error" role="alert">${older.problem}</p>` : nothing}
        ${
          older.cursor === ""
            ? html`<p class="small">That is all.</p>`
            : html`<ui-button ?busy=${older.loading} ?disabled=${state === "offline"} @click=${() => this.alerts.showOlder()}
                >Show older ones</ui-button
              >`
        }
      </section>
      <ui-button icon="edit" href="/settings/alerts">Rules and silences</ui-button>`;
  }

  /** First what needs somebody, then what somebody has, or what rings nobody. */
  #renderFiring(firing: readonly Alert[]) {
    const [loud, quiet] = [firing.filter(isUntaken), firing.filter((alert) => !isUntaken(alert))];
    if (firing.length === 0)
      return html`<ui-card><ui-empty tone="quiet" icon="check" heading="Nothing is wrong by your rules"></ui-empty></ui-card>`;
    return html`${
      loud.length > 0
        ? html`<section>
            <h2>Firing <span class="count">${loud.length}</span></h2>
            <alert-list .alerts=${this.#loud.take(loud)}></alert-list>
          </section>`
        : nothing
    }
    ${
      quiet.length > 0
        ? html`<section>
            <h2>Taken or quiet <span class="aside">${quiet.length}</span></h2>
            <alert-list .alerts=${quiet}></alert-list>
          </section>`
        : nothing
    }`;
  }

  #renderPending() {
    const items = this.alerts.state.pending.body?.items ?? [];
    if (items.length === 0 || this.connection.state.state === "offline") return nothing;
    return html`<section>
      <h2>May fire soon <span class="aside">${items.length}</span></h2>
      <ui-card flush>
        ${items.slice(0, 20).map(({ kind, subject, value, threshold, firesAt }) => {
          const { title } = alertKindOf(kind);
          const name = subject.kind === "workspace" ? nothing : html`: ${shownText(nameWords(subject.name))}`;
          const beside = bodyWords({ kind, count: 1, members: [subject], value, threshold });
          return html`<ui-row
            ><ui-icon slot="start" name="clock"></ui-icon>${title}${name}<span slot="detail"
              >${beside} Fires at ${formatMoment(firesAt)}, if it stays so.</span
            ></ui-row
          >`;
        })}
      </ui-card>
      ${items.length > 20 ? html`<p class="small">And ${items.length - 20} more.</p>` : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "alerts-page": AlertsPage;
  }
}
