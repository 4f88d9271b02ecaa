import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { controlsContext } from "../controls/controls.context.ts";
import type { ControlsStore } from "../controls/controls.store.ts";
import { mayControl, whyNot } from "../controls/may-control.ts";
import { RowWindow } from "../decisions/row-window.ts";
import { shownText } from "../decisions/shown-text.ts";
import { AsOf } from "../fleet/as-of.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { short } from "../fleet/short.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { teamworkStyles } from "../teamwork/teamwork-page.styles.ts";
import { healingContext } from "./healing.context.ts";
import type { HealingStore } from "./healing.store.ts";
import type { LookWantedEvent } from "./healing-plan.ts";
import { isOn, modes } from "./healing-words.ts";
import type { RuleConfirmed } from "./rule-sheet.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-switch";
import "./healing-plan.ts";
import "./healing-run-card.ts";

/** Auto-heal: look first, carry out, watch; whether it runs by itself; and what it did. */
@customElement("healing-page")
export class HealingPage extends LitElement {
  static override styles = [baseStyles, pageStyles, teamworkStyles];

  @consume({ context: healingContext }) private healing!: HealingStore;
  @consume({ context: controlsContext }) private controls!: ControlsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private asking = false;
  #wasAtWork = false;
  readonly #asOf = new AsOf();
  readonly #rows = new RowWindow(this);
  readonly #running = new Attempt(this);
  readonly #switching = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.healing);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
    new StoreController(this, () => this.controls);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.healing.load();
    void this.controls.load();
    if (!whyNot(this.connection.state)) void this.healing.look();
  }

  /** What was planned before a run is not what is to be done after it. */
  protected override updated(): void {
    const atWork = this.healing.state.runs.some(({ state }) => state === "running");
    if (this.#wasAtWork && !atWork && !whyNot(this.connection.state)) void this.healing.look();
    this.#wasAtWork = atWork;
  }

  override render() {
    const { ready, runs, mode, plan, looking, problem } = this.healing.state;
    const { state } = this.connection;
    const [mayAct, why] = [mayControl(this.session.state), whyNot(state)];
    const drawn = this.#rows.take(runs);
    const atWork = runs.find((run) => run.state === "running");
    return html`<div class="narrow stack sections">
      ${renderAsOf(this.#asOf.clock(state), state)} ${atWork ? html`<healing-run-card .run=${atWork} open></healing-run-card>` : nothing}
      <healing-plan
        mode=${mode}
        .plan=${plan}
        ?looking=${looking}
        problem=${this.#running.problem || (problem ?? "")}
        ?mayAct=${mayAct}
        why=${why}
        ?busy=${this.#running.busy}
        ?running=${atWork !== undefined}
        @look-wanted=${(event: LookWantedEvent) => this.#look(event)}
        @run-wanted=${() => this.#running.run(() => this.healing.run())}
      ></healing-plan>
      ${this.#renderRule({ mayAct, why })}
      <section>
        <h2>What it did <span class="aside">${runs.length > 0 ? runs.length : nothing}</span></h2>
        ${ready && runs.length === 0 ? html`<p class="small">Nothing yet.</p>` : nothing}
        ${repeat(
          drawn.filter((run) => run !== atWork),
          ({ id }) => id,
          (run, index) => html`<healing-run-card .run=${run} ?open=${index === 0}></healing-run-card>`,
        )}
      </section>
      ${this.#renderSheet()}
    </div>`;
  }

  #look({ mode }: LookWantedEvent): void {
    this.#running.problem = "";
    void this.healing.look(mode);
  }

  #renderRule({ mayAct, why }: { mayAct: boolean; why: string }) {
    const { rule } = this.healing.state;
    const on = isOn(rule, Date.now());
    const mode = modes.find(({ value }) => value === rule?.mode)?.label;
    const host = this.controls.state.hosts.find(({ id }) => id === rule?.scope.hostId)?.name;
    const where = rule?.scope.hostId
      ? html`, only on ${shownText(short(host ?? "one machine", 60))}`
      : rule?.scope.role
        ? html`, only ${shownText(short(rule.scope.role, 60))}`
        : nothing;
    const says = on
      ? html`${mode}${where}, every ${rule.everyMinutes} min${rule.until ? `, until ${formatMoment(rule.until)}` : ""}. Switched on by
          ${shownText(short(rule.by.name ?? rule.by.kind, 80))}, <ui-age as="ago" at=${rule.at}></ui-age>.`
      : html`Off: it acts only when somebody carries out a plan here.`;
    return html`<section>
      <h2>By itself</h2>
      <ui-card>
        <div class="stack">
          ${
            mayAct
              ? html`<ui-switch
                  label="Run by itself"
                  ?on=${on}
                  ?disabled=${why !== "" || this.#switching.busy}
                  @switch-turned=${({ on: wanted }: SwitchTurnedEvent) => this.#turn(wanted)}
                ></ui-switch>`
              : nothing
          }
          <p class="small">${says}</p>
          ${mayAct && why ? html`<p class="small">${why}</p>` : nothing}
          ${this.#switching.problem && !this.asking ? html`<p class="error" role="alert">${this.#switching.problem}</p>` : nothing}
        </div>
      </ui-card>
    </section>`;
  }

  #turn(wanted: boolean): void {
    this.#switching.problem = "";
    if (!wanted) return void this.#switching.run(() => this.healing.switchOff());
    void import("./rule-sheet.ts");
    this.asking = true;
  }

  #renderSheet() {
    if (!this.asking) return nothing;
    return html`<rule-sheet
      mode=${this.healing.state.mode}
      .hosts=${this.controls.state.hosts}
      ?busy=${this.#switching.busy}
      problem=${this.#switching.problem}
      @rule-confirmed=${({ wish }: RuleConfirmed) => this.#confirm(wish)}
      @dialog-closed=${() => (this.asking = false)}
    ></rule-sheet>`;
  }

  async #confirm(wish: RuleConfirmed["wish"]): Promise<void> {
    if (await this.#switching.run(() => this.healing.switchOn(wish))) this.asking = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "healing-page": HealingPage;
  }
}
