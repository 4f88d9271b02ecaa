import { consume } from "@lit/context";
import { alertKindOf, type AlertAction } from "@beckon/contracts/alert-kinds";
import { meansWords, nameWords, valueWords } from "@beckon/contracts/alert-words";
import type { Alert, AlertMember, AlertSubject } from "@beckon/contracts/alerts";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl, whyNot } from "../controls/may-control.ts";
import { shownText } from "../decisions/shown-text.ts";
import { AsOf, type FleetClock } from "../fleet/as-of.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { alertPageStyles } from "./alert-page.styles.ts";
import type { AlertWished } from "./alert-sheet.ts";
import { actionOf, addressOf, eventWords, lookOf, overWords, takenWords } from "./alert-words.ts";
import { alertsContext } from "./alerts.context.ts";
import type { AlertsStore, Person } from "./alerts.store.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "./alert-chart.ts";
import "../settings/page-steps.ts";
import "./alert-sheet.ts";

/** So many of those that it is about are seen at once. */
const firstMembers = 8;

/** One alert: what is wrong, of whom, since when, what helps, and what was done. */
@customElement("alert-page")
export class AlertPage extends LitElement {
  static override styles = [baseStyles, pageStyles, toneStyles, alertPageStyles];

  @property() alertId = "";
  @consume({ context: alertsContext }) private alerts!: AlertsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private asked: "snooze" | "assign" | "silence" | undefined;
  @state() private people: Person[] = [];
  /** All that it is about are listed, not only the first. */
  @state() private all = false;
  readonly #attempt = new Attempt(this);
  readonly #asOf = new AsOf();

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

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.alerts.leave();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("alertId") || this.alertId === "") return;
    this.all = false;
    this.alerts.show(this.alertId);
  }

  override render() {
    const { detail, ready } = this.alerts.state;
    const own = detail.id === this.alertId ? detail : undefined;
    // What the replica holds is followed; of the other only what it alone has: something that is gone would come back with it.
    const alert = this.alerts.find(this.alertId) ?? own?.body;
    if (!alert) {
      if (own?.error && ready)
        return html`<ui-card
          ><ui-empty tone="quiet" icon="search" heading="There is no such alert"><p>${own.error}</p></ui-empty></ui-card
        >`;
      return html`<p class="quiet" role="status">Loading</p>`;
    }
    const { state } = this.connection;
    const clock = this.#asOf.clock(state);
    return html`<div class="narrow stack sections">
      ${renderAsOf(clock, state)} ${this.#renderHead(alert, clock)} ${this.#renderRunbook(alert)} ${this.#renderChart(alert)}
      ${this.#renderMembers(alert, own?.body?.members)} ${this.#renderEvents()}
      <page-steps occasion=${`alert/${alert.id}`}></page-steps>
      ${
        this.asked
          ? html`<alert-sheet
              what=${this.asked}
              .alert=${alert}
              .people=${this.people}
              ?busy=${this.#attempt.busy}
              problem=${this.#attempt.problem}
              @alert-wished=${this.#wished}
              @dialog-closed=${() => (this.asked = undefined)}
            ></alert-sheet>`
          : nothing
      }
    </div>`;
  }

  #renderHead(alert: Alert, { ticker }: FleetClock) {
    const { icon, tone, word } = lookOf(alert);
    const over = alert.state === "resolved";
    return html`<ui-card flush>
      <div class="head">
        <p class="state">
          <ui-icon class=${tone} name=${icon}></ui-icon><span>${word}</span
          ><span class="age"
            >${over ? html`lasted ${valueWords("seconds", lasted(alert))}` : html`for <ui-age at=${alert.firedAt} .ticker=${ticker}></ui-age>`}</span
          >
        </p>
        <p class="title">${shownText(alert.title)}</p>
        <p>${over ? `It is over: ${overWords(alert)}.` : shownText(alert.body)}</p>
        ${alert.noReadingSince && !over ? html`<p class="small">No reading since ${formatMoment(alert.noReadingSince)}; it stays until there is one.</p>` : nothing}
        <p class="small">${meansWords(alert.kind, alert.threshold)} ${firedWords(alert)}</p>
        ${over ? nothing : this.#renderTaken(alert)}
        ${alert.inhibitedBy ? html`<p class="small"><a href=${`/alerts/${alert.inhibitedBy.id}`}>Open the alert that it follows from</a></p>` : nothing}
        ${over ? nothing : this.#renderActs(alert)}
      </div>
    </ui-card>`;
  }

  #renderTaken(alert: Alert) {
    const words = takenWords(alert);
    const icon = alert.snoozed ? "clock" : alert.acknowledged ? "check" : "people";
    return words ? html`<p class="taken"><ui-icon name=${icon}></ui-icon><span>${shownText(words)}</span></p>` : nothing;
  }

  #renderActs(alert: Alert) {
    if (!mayControl(this.session.state)) return nothing;
    const why = whyNot(this.connection.state);
    const { busy } = this.#attempt;
    return html`<div class="acts">
        ${
          alert.acknowledged && !alert.snoozed
            ? nothing
            : html`<ui-button
                class="take"
                variant="primary"
                icon="check"
                ?busy=${busy && !this.asked}
                ?disabled=${why !== ""}
                @click=${() => this.#attempt.run(() => this.alerts.acknowledge(alert.id))}
                >I take it</ui-button
              >`
        }
        <ui-button ?disabled=${why !== "" || busy} @click=${() => this.#ask("snooze")}>Snooze</ui-button>
        <ui-button ?disabled=${why !== "" || busy} @click=${() => this.#ask("assign")}>Assign</ui-button>
        <ui-button ?disabled=${why !== "" || busy} @click=${() => this.#ask("silence")}>Silence</ui-button>
      </div>
      ${why ? html`<p class="small" role="status">${why}</p>` : nothing}
      ${this.#attempt.problem && !this.asked ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}`;
  }

  #renderRunbook(alert: Alert) {
    if (alert.state === "resolved") return nothing;
    const { runbook } = alertKindOf(alert.kind);
    return html`<section>
      <h2>What helps</h2>
      <ui-card flush>
        <div class="pad">
          <p>${runbook.text}</p>
          <div class="actions">${runbook.does.map((action) => this.#renderAction(action, alert))}</div>
        </div>
      </ui-card>
    </section>`;
  }

  #renderAction(action: AlertAction, alert: Alert) {
    const look = actionOf(action, alert);
    if (!look) return nothing;
    if (look.href !== undefined) return html`<ui-button icon=${look.icon} href=${look.href}>${look.label}</ui-button>`;
    return html`<ui-button
      icon=${look.icon}
      ?busy=${this.#attempt.busy}
      ?disabled=${whyNot(this.connection.state) !== ""}
      @click=${this.#test}
      >${look.label}</ui-button
    >`;
  }

  #renderMembers(alert: Alert, all: readonly AlertMember[] = alert.members) {
    const named = all.filter((member) => member.kind !== "workspace");
    const { unit } = alertKindOf(alert.kind);
    const [only] = named;
    // One that has no page and nothing to add is in the title already.
    if (only && alert.count === 1 && named.length === 1 && addressOf(only) === undefined && !only.note) return nothing;
    const shown = this.all ? named : named.slice(0, firstMembers);
    if (named.length > 0)
      return html`<section>
        <h2>About <span class="aside">${alert.count.toLocaleString()}</span></h2>
        <ui-card flush>
          ${shown.map((member) => this.#renderSubject(member, `${member.value === null ? "no reading" : valueWords(unit, member.value)} · since ${formatMoment(member.since)}${member.resolvedAt ? ` · over ${formatMoment(member.resolvedAt)}` : ""}`))}
        </ui-card>
        ${
          named.length > shown.length
            ? html`<ui-button @click=${() => (this.all = true)}>Show ${named.length - shown.length} more</ui-button>`
            : nothing
        }
        ${alert.count > named.length ? html`<p class="small">And ${(alert.count - named.length).toLocaleString()} more that are not listed.</p>` : nothing}
      </section>`;
    if (alert.evidence.length === 0) return nothing;
    return html`<section>
      <h2>Seen at</h2>
      <ui-card flush>${alert.evidence.map((subject) => this.#renderSubject(subject, ""))}</ui-card>
    </section>`;
  }

  #renderSubject(subject: AlertSubject, words: string) {
    const href = addressOf(subject);
    const detail = [subject.note ?? "", words].filter(Boolean).join(" · ");
    const name = html`${shownText(nameWords(subject.name))}${detail ? html`<span slot="detail">${shownText(detail)}</span>` : nothing}`;
    return href === undefined ? html`<ui-row>${name}</ui-row>` : html`<ui-row href=${href}>${name}</ui-row>`;
  }

  #renderChart(alert: Alert) {
    const { detail } = this.alerts.state;
    const points = detail.id === alert.id ? (detail.body?.points ?? []) : [];
    if (points.filter(({ value }) => value !== null).length < 2) return nothing;
    return html`<section>
      <h2>Reading</h2>
      <ui-card flush
        ><div class="pad">
          <alert-chart
            .points=${points}
            unit=${alertKindOf(alert.kind).unit}
            fired=${alert.firedAt}
            .threshold=${alert.threshold}
          ></alert-chart></div
      ></ui-card>
    </section>`;
  }

  #renderEvents() {
    const { detail } = this.alerts.state;
    if (detail.id !== this.alertId || !detail.body)
      return detail.error ? html`<p class="small" role="status">${detail.error}</p>` : nothing;
    return html`<section>
      <h2>What happened</h2>
      <ui-card flush
        ><ol>
          ${detail.body.events.map((event) => html`<li><span>${shownText(eventWords(event))}</span><time datetime=${event.at}>${formatMoment(event.at)}</time></li>`)}
        </ol></ui-card
      >
    </section>`;
  }

  #ask(what: "snooze" | "assign" | "silence"): void {
    this.#attempt.problem = "";
    this.asked = what;
    if (what === "assign")
      void this.#attempt.run(async () => {
        this.people = await this.alerts.people();
      });
  }

  #wished = async ({ wish }: AlertWished): Promise<void> => {
    const id = this.alertId;
    const done = await this.#attempt.run(() => {
      if ("snooze" in wish) return this.alerts.snooze(id, wish.snooze);
      return "assign" in wish ? this.alerts.assign(id, wish.assign) : this.alerts.silence(wish.silence);
    });
    if (!done) return;
    if ("silence" in wish)
      this.dispatchEvent(new ToastEvent({ text: "Silenced, from the next look on: within half a minute.", icon: "bell" }));
    this.asked = undefined;
  };

  #test = async (): Promise<void> => {
    if (await this.#attempt.run(() => this.alerts.testPush()))
      this.dispatchEvent(new ToastEvent({ text: "A test is on its way to this device.", icon: "bell" }));
  };
}

/** When it fired, since when it was so, and whether anybody's device was told. */
const firedWords = ({ firedAt, startedAt, paged }: Alert): string => {
  const [fired, started] = [formatMoment(firedAt), formatMoment(startedAt)];
  const told = paged ? `Pushed ${paged.times === 1 ? "once" : `${paged.times} times`}.` : "Not pushed.";
  return `Fired ${fired}${started === fired ? "" : `, beyond its bound since ${started}`}. ${told}`;
};
const lasted = ({ firedAt, resolvedAt = firedAt }: Alert): number => (Date.parse(resolvedAt) - Date.parse(firedAt)) / 1_000;

declare global {
  interface HTMLElementTagNameMap {
    "alert-page": AlertPage;
  }
}
