import { consume } from "@lit/context";
import { alertKindOf } from "@beckon/contracts/alert-kinds";
import type { AlertRule, Silence } from "@beckon/contracts/alerts";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { TickController } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl, whyNot } from "../controls/may-control.ts";
import { shownText } from "../decisions/shown-text.ts";
import { AsOf } from "../fleet/as-of.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { RuleWished } from "./alert-rule-sheet.ts";
import { ruleWords, silenceWords } from "./alert-words.ts";
import { alertsContext } from "./alerts.context.ts";
import type { AlertsStore } from "./alerts.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-row";
import "./alert-rule-sheet.ts";

/** What is watched and how loud it is, and what shall ring nobody for a time. */
@customElement("alert-rules-page")
export class AlertRulesPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    toneStyles,
    css`
      .off {
        color: var(--ink-soft);
      }
    `,
  ];

  @consume({ context: alertsContext }) private alerts!: AlertsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private editing: AlertRule | undefined;
  readonly #attempt = new Attempt(this);
  readonly #asOf = new AsOf();
  readonly #tick = new TickController(this);

  constructor() {
    super();
    new StoreController(this, () => this.alerts);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.alerts.load();
  }

  override render() {
    const { ready, rules } = this.alerts.state;
    if (!ready) return html`<p class="quiet" role="status">Loading</p>`;
    const { state } = this.connection;
    const may = mayControl(this.session.state);
    const why = whyNot(state);
    return html`<div class="narrow stack sections">
      ${renderAsOf(this.#asOf.clock(state), state)} ${may && why ? html`<p class="quiet" role="status">${why}</p>` : nothing}
      ${this.#attempt.problem && !this.editing ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      ${this.#renderSilences(may, why)}
      <section>
        <h2>Rules <span class="aside">${rules.filter(({ enabled }) => enabled).length} of ${rules.length} on</span></h2>
        <ui-card flush>
          ${repeat(
            rules,
            ({ kind }) => kind,
            (rule) =>
              html`<ui-row
                ><span class=${rule.enabled ? "" : "off"}>${alertKindOf(rule.kind).title}</span
                ><span slot="detail">${ruleWords(rule)}${rule.edited ? ` · set by ${rule.edited.by.name ?? "somebody"}` : ""}</span>${
                  may
                    ? html`<ui-button
                        slot="end"
                        square
                        variant="quiet"
                        icon="edit"
                        label=${`Change “${alertKindOf(rule.kind).title}”`}
                        ?disabled=${why !== ""}
                        @click=${() => this.#edit(rule)}
                      ></ui-button>`
                    : nothing
                }</ui-row
              >`,
          )}
        </ui-card>
      </section>
      ${
        this.editing
          ? html`<alert-rule-sheet
              .rule=${this.editing}
              ?busy=${this.#attempt.busy}
              problem=${this.#attempt.problem}
              @rule-wished=${this.#wished}
              @dialog-closed=${() => (this.editing = undefined)}
            ></alert-rule-sheet>`
          : nothing
      }
    </div>`;
  }

  #renderSilences(may: boolean, why: string) {
    const standing = this.alerts.state.silences.filter(({ until }) => Date.parse(until) > this.#tick.now);
    return html`<section>
      <h2>Silences <span class="aside">${standing.length > 0 ? standing.length : nothing}</span></h2>
      ${standing.length === 0 ? html`<p class="small">None. An alert is silenced from its own page.</p>` : html`<ui-card flush>${standing.map((one) => this.#renderSilence(one, may, why))}</ui-card>`}
    </section>`;
  }

  #renderSilence(one: Silence, may: boolean, why: string) {
    const whose = `Until ${formatMoment(one.until)}, by ${one.by.name ?? "somebody"}${one.comment ? `: ${one.comment}` : ""}`;
    return html`<ui-row
      >${shownText(silenceWords(one))}<span slot="detail">${shownText(whose)}</span>${
        may
          ? html`<ui-button
              slot="end"
              ?busy=${this.#attempt.busy}
              ?disabled=${why !== ""}
              @click=${() => this.#attempt.run(() => this.alerts.endSilence(one.id))}
              >End</ui-button
            >`
          : nothing
      }</ui-row
    >`;
  }

  #edit(rule: AlertRule): void {
    this.#attempt.problem = "";
    this.editing = rule;
  }

  #wished = async ({ input }: RuleWished): Promise<void> => {
    const kind = this.editing?.kind;
    if (!kind) return;
    if (await this.#attempt.run(() => (input ? this.alerts.setRule(kind, input) : this.alerts.resetRule(kind)))) this.editing = undefined;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "alert-rules-page": AlertRulesPage;
  }
}
