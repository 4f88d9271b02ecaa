import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, state } from "lit/decorators.js";
import { FiredAlerts } from "../alerts/fired-alerts.ts";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { fleetContext } from "../fleet/fleet.context.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import { connectionContext } from "../platform/contexts.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { painted } from "../platform/painted.ts";
import { StoreController } from "../platform/store-controller.ts";
import { MediaController } from "../shell/media.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { renderMissing, renderViewAge } from "../teamwork/teamwork-parts.ts";
import { teamworkStyles } from "../teamwork/teamwork-page.styles.ts";
import { figureOf } from "./figures.ts";
import { isBlank } from "./headline-words.ts";
import { ValueEye } from "./value-eye.ts";
import { addressOf, type ValueLook } from "./value-look.ts";
import { valueContext } from "./value.context.ts";
import type { Part, ValueStore } from "./value.store.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "./value-cost-card.ts";
import "./value-counters-card.ts";
import "./value-filters.ts";
import "./value-first-steps.ts";
import "./value-headline.ts";

const parts: readonly Part[] = ["summary", "trend", "groups"];

/** What the fleet cost, what it is worth, and how sure that is: break-even first, a range instead of a boast; every figure opens. */
@customElement("value-page")
export class ValuePage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    demoMarkStyles,
    teamworkStyles,
    css`
      .blank {
        max-inline-size: 760px;
      }
    `,
  ];

  @consume({ context: valueContext }) private value!: ValueStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  /** What is below the first screen, and the sheets: their code comes when that is painted. */
  @state() private rest = false;
  /** Cards of the other parts of value. */
  @state() private others = false;
  readonly #fired = new FiredAlerts(this);
  readonly #wide = new MediaController(this, "(min-width: 1100px)");
  readonly #eye = new ValueEye(this, { path: "", parts, value: () => this.value, connection: () => this.connection });

  constructor() {
    super();
    new StoreController(this, () => this.fleet);
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    void painted()
      .then(() => {
        void this.fleet.load();
        return import("./value-rest.ts");
      })
      .then(() => {
        this.rest = true;
        void this.#fired.load().catch(() => undefined);
        // Cards of their own parts: each reads what it shows itself, and one that does not come takes nothing from the page.
        return Promise.allSettled([import("../budgets/budgets-card.ts"), import("../attention/attention-card.ts")]);
      })
      .then(
        () => (this.others = true),
        () => undefined,
      );
  }

  override render() {
    const { summary } = this.value.state;
    const { look } = this.#eye;
    return html`<value-filters .look=${look} .agents=${this.fleet.state.agents}></value-filters> ${renderViewAge(summary)}
      ${summary.body ? this.#renderFigures() : renderMissing(summary, () => this.value.refresh())} ${this.#renderSheet()}`;
  }

  #renderFigures() {
    const { look } = this.#eye;
    const { body } = this.value.state.summary;
    if (!body) return nothing;
    // For pictures: nobody takes one before the page is painted, and the first date to be written takes long.
    const stamp = this.rest ? this.#eye.stamp(body.asOf) : "";
    const demo = body.demo ? html`<p class="small">${demoMark(body)} Figures of the demo fleet.</p>` : nothing;
    const head = html`${demo}<value-headline .summary=${body} .look=${look} stamp=${stamp}></value-headline>
      <value-first-steps .summary=${body}></value-first-steps>`;
    if (isBlank(body)) return html`<div class="column blank">${head} ${this.#renderWays(look)} ${this.#renderOthers()}</div>`;
    const counters = html`<value-counters-card .summary=${body} .look=${look} stamp=${stamp}></value-counters-card>`;
    const cost = html`<value-cost-card .summary=${body} .look=${look} stamp=${stamp}></value-cost-card>`;
    // On a wide screen what it cost and whether it lasts stand beside; on a phone they come right after the answer, below the first screen.
    return this.#wide.matches
      ? html`<div class="columns">
          <div class="column">${head} ${this.#renderTrend()} ${this.#renderBreakdown()}</div>
          <div class="column">
            ${counters} <spending-silence hidden></spending-silence> ${cost} ${this.#renderTornado()} ${this.#renderOthers()}
            ${this.#renderWays(look)}
          </div>
        </div>`
      : html`<div class="column">
          ${head} ${this.rest ? [counters, html`<spending-silence hidden></spending-silence>`, cost] : nothing} ${this.#renderTrend()}
          ${this.#renderBreakdown()} ${this.#renderTornado()} ${this.#renderOthers()} ${this.rest ? this.#renderWays(look) : nothing}
        </div>`;
  }

  #renderTrend() {
    const { summary, trend } = this.value.state;
    if (!this.rest) return nothing;
    if (!trend.body) return renderMissing(trend, () => this.value.refresh());
    const stamp = this.#eye.stamp(trend.body.asOf);
    const { window, firstDays } = trend.body;
    const fired = this.#fired.all(firstDays.reduce((from, { firstSignalAt: at }) => (at < from ? at : from), window.from));
    return html`${renderViewAge(trend, summary)}<value-trend-card
        .trend=${trend.body}
        .look=${this.#eye.look}
        .alerts=${fired}
        stamp=${stamp}
      ></value-trend-card>
      ${firstDays.length > 0 ? html`<first-days-card .trend=${trend.body} .alerts=${fired} stamp=${stamp}></first-days-card>` : nothing}`;
  }

  #renderBreakdown() {
    if (!this.rest) return nothing;
    const { summary, groups } = this.value.state;
    return html`${renderViewAge(groups, summary)}<value-breakdown
        .groups=${groups}
        .look=${this.#eye.look}
        stamp=${this.#eye.stamp(groups.body?.asOf)}
      ></value-breakdown>`;
  }

  #renderTornado() {
    const { body } = this.value.state.summary;
    if (!this.rest || !body || body.figures.strongest.length === 0) return nothing;
    return html`<value-tornado .summary=${body} .look=${this.#eye.look} stamp=${this.#eye.stamp(body.asOf)}></value-tornado>`;
  }

  /** The cards of what else belongs to value; their code comes last. */
  #renderOthers() {
    return this.others ? html`<budgets-card></budgets-card><attention-card></attention-card>` : nothing;
  }

  /** The ways to the other pages of value. */
  #renderWays(look: ValueLook) {
    const plain = { ...look, figure: undefined, by: undefined };
    return html`<ui-card flush>
      <ui-row href=${addressOf("report", plain)}
        ><ui-icon slot="start" name="file"></ui-icon>Report<span slot="detail">Freeze this, print it, share it for a while</span></ui-row
      >
      <ui-row href=${addressOf("assumptions", plain)}
        ><ui-icon slot="start" name="settings"></ui-icon>Assumptions<span slot="detail">Rate, plans, scenarios; check a claim</span></ui-row
      >
    </ui-card>`;
  }

  #renderSheet() {
    const { summary, groups, trend } = this.value.state;
    const { look } = this.#eye;
    if (!this.rest || !summary.body) return nothing;
    const told = { summary: summary.body, groups: groups.body, trend: trend.body, look, now: Date.now() };
    const { figures, asOf } = summary.body;
    return html`<figure-sheet
      .figure=${look.figure === undefined ? undefined : figureOf(look.figure, told)}
      stamp=${`Formula ${figures.formula}, seed ${figures.seed}, as of ${formatMoment(asOf)}`}
    ></figure-sheet>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "value-page": ValuePage;
  }
}
