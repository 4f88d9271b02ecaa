import { consume } from "@lit/context";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { UntakenStore } from "../alerts/untaken.store.ts";
import type { SessionStore } from "../access/session.store.ts";
import { decisionsContext, passkeysContext, pushContext, sessionContext, untakenContext } from "../platform/contexts.ts";
import { painted } from "../platform/painted.ts";
import { whenIdle } from "../platform/when-idle.ts";
import { MediaController } from "../shell/media.ts";
import { StoreController } from "../platform/store-controller.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import type { PushStore } from "../settings/push.store.ts";
import { KeysController } from "../shell/keys.ts";
import { demoMarkStyles } from "../demo/demo-mark.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { navigate } from "../shell/router.ts";
import { type AlikeGroup, groupAlike } from "./alike.ts";
import { Answering } from "./answering.ts";
import type { DecisionCard } from "./decision-card.ts";
import type { DecisionsState, DecisionsStore } from "./decisions.store.ts";
import { historyLikeThis, type LikeThis } from "./history-like-this.ts";
import { orderWords, waitingCount, waitingFor } from "./inbox-words.ts";
import { watchLastLook } from "./last-look.ts";
import { nowStyles } from "./now-page.styles.ts";
import { renderCalm, renderOutbox, renderSince, renderSnoozed } from "./now-parts.ts";
import { RowWindow } from "./row-window.ts";
import "@beckon/ui/ui-card";
import "./decision-card.ts";
import "./decision-row.ts";

const lastLook = watchLastLook();

/** What waits for a person comes first, on a slow phone too: the vital signs leave it the processor and the network. */
const vitalsAfterMs = 1_500;

/** What needs me, the longest wait first; one card open, the others a line each. */
@customElement("now-page")
export class NowPage extends LitElement {
  static override styles = [baseStyles, pageStyles, nowStyles, demoMarkStyles];

  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: passkeysContext }) private passkeys!: PasskeysStore;
  @consume({ context: pushContext }) private push!: PushStore;
  @consume({ context: untakenContext }) private untaken!: UntakenStore;
  @query("decision-card") private card?: DecisionCard | null;
  @state() private selectedId: string | undefined;
  readonly #wide = new MediaController(this, "(min-width: 720px)");
  readonly #answering = new Answering(this, { decisions: () => this.decisions, passkeys: () => this.passkeys });
  readonly #rows = new RowWindow(this);
  /** What the groups were made of: making them costs a look at every request. */
  #grouped: Pick<DecisionsState, "pending" | "outbox"> | undefined;
  #liked: { lead: DecisionRequest; history: readonly DecisionRequest[]; counts: LikeThis } | undefined;
  #waiting: DecisionRequest[] = [];
  #groups: AlikeGroup[] = [];

  constructor() {
    super();
    new StoreController(this, () => this.decisions);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.push);
    new StoreController(this, () => this.untaken);
    new KeysController(this, {
      j: () => this.#move(1),
      k: () => this.#move(-1),
      a: () => this.card?.answers?.approve(),
      d: () => this.card?.answers?.deny(),
      e: () => this.card?.answers?.edit(),
      s: () => this.card?.answers?.snooze(),
      "/": () => navigate("/history"),
      ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [String(index + 1), () => this.card?.answers?.chooseAt(index)])),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What waits for an answer first; the vital signs have their place, and come when nothing else is to do.
    void painted().then(() =>
      setTimeout(
        () => whenIdle(() => void Promise.all([import("../alerts/now-alerts.ts"), import("./now-vitals.ts")]).catch(() => undefined)),
        vitalsAfterMs,
      ),
    );
  }

  protected override willUpdate(): void {
    const { pending, outbox } = this.decisions.state;
    if (pending === this.#grouped?.pending && outbox === this.#grouped.outbox) return;
    this.#grouped = { pending, outbox };
    this.#waiting = waitingFor(this.decisions.state);
    this.#groups = groupAlike(this.#waiting);
  }

  override render() {
    const { state } = this.decisions;
    // The first screen of the inbox is here before the rest of it is read.
    if (!state.ready && state.pending.length === 0) return html`<p class="visually-hidden" role="status">Loading</p>`;
    const sent = [...state.outbox.values()].map((entry) => ({ entry, request: this.decisions.find(entry.requestId) }));
    return html`${renderOutbox(sent)}
      <div class="columns">
        <div class="inbox">
          ${this.#groups.length > 0 ? this.#renderInbox() : renderCalm(state, this.push.state)} ${renderSnoozed(state.snoozed)}
        </div>
        <div class="side">
          <now-alerts data-rows=${Math.min(5, this.untaken.state.count)}></now-alerts
          ><now-vitals></now-vitals>${renderSince(state.history, lastLook)}
        </div>
      </div>`;
  }

  #renderInbox() {
    const count = waitingCount(this.decisions.state);
    const open = this.#open();
    if (open === undefined) return nothing;
    // One alone needs no list beside it.
    const listed = this.#wide.matches && this.#groups.length > 1 ? this.#groups : this.#groups.filter((group) => group !== open);
    return html`<h2 class="needs">
        Needs you ${count === undefined ? nothing : html`<span class="count">${count}</span>`}
        <span class="aside"
          >${orderWords(this.#waiting, Date.now())}<span class="keys"><b>j k</b> move · <b>a d</b> answer · <b>?</b> all keys</span></span
        >
      </h2>
      <div class="desk">
        <div class="open">${this.#renderCard(open)}</div>
        ${
          listed.length > 0
            ? html`<ui-card flush class="list" role="list">
                ${repeat(
                  this.#rows.take(listed),
                  ({ lead }) => lead.id,
                  (group) =>
                    html`<decision-row
                      role="listitem"
                      .request=${group.lead}
                      others=${group.others.length}
                      ?selected=${this.#wide.matches && group === open}
                      @click=${(event: MouseEvent) => this.#choose(event, group)}
                    ></decision-row>`,
                )}
              </ui-card>`
            : nothing
        }
      </div>`;
  }

  #renderCard({ lead, others }: AlikeGroup) {
    const { history, outbox, partial } = this.decisions.state;
    const session = this.session.state.session;
    return repeat(
      [lead],
      ({ id }) => id,
      () =>
        html`<decision-card
            .request=${lead}
            .alike=${others}
            .likeThis=${this.#likeThis(lead, history)}
            .entry=${outbox.get(lead.id)}
            ?mayAnswer=${session !== undefined && session.person.role !== "viewer"}
            ?passkey=${(session?.passkeys ?? 0) > 0}
            ?busy=${this.#answering.busy === lead.id}
            ?partial=${partial.has(lead.id)}
            .problem=${this.#answering.problemOf(lead.id)}
          ></decision-card
          ><rule-note .request=${lead}></rule-note>`,
    );
  }

  #likeThis(lead: DecisionRequest, history: readonly DecisionRequest[]): LikeThis {
    if (this.#liked?.lead !== lead || this.#liked.history !== history)
      this.#liked = { lead, history, counts: historyLikeThis(lead, history, new Date()) };
    return this.#liked.counts;
  }

  #open(): AlikeGroup | undefined {
    return this.#groups.find(({ lead }) => lead.id === this.selectedId) ?? this.#groups[0];
  }

  #move(step: number): void {
    const open = this.#open();
    const next = open && this.#groups[this.#groups.indexOf(open) + step];
    if (!next) return;
    this.selectedId = next.lead.id;
    this.#rows.include(this.#groups.indexOf(next));
    void this.updateComplete.then(() => this.renderRoot.querySelector("decision-row[selected]")?.scrollIntoView({ block: "nearest" }));
  }

  /** On a wide screen a row opens its card beside the list; on a phone it is a page of its own. */
  #choose(event: MouseEvent, { lead }: AlikeGroup): void {
    if (!this.#wide.matches || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.selectedId = lead.id;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "now-page": NowPage;
  }
}
