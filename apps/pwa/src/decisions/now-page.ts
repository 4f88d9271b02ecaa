import { consume } from "@lit/context";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { decisionsContext, passkeysContext, pushContext, sessionContext } from "../platform/contexts.ts";
import { MediaController } from "../shell/media.ts";
import { StoreController } from "../platform/store-controller.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import type { PushStore } from "../settings/push.store.ts";
import { KeysController } from "../shell/keys.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { navigate } from "../shell/router.ts";
import { type AlikeGroup, groupAlike } from "./alike.ts";
import { Answering } from "./answering.ts";
import type { DecisionCard } from "./decision-card.ts";
import type { DecisionsStore } from "./decisions.store.ts";
import { historyLikeThis } from "./history-like-this.ts";
import { orderWords } from "./inbox-words.ts";
import { watchLastLook } from "./last-look.ts";
import { shownText } from "./shown-text.ts";
import { nowStyles } from "./now-page.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-row";
import "./decision-card.ts";
import "./decision-row.ts";
import "./on-their-way.ts";
import "./what-happened.ts";

const lastLook = watchLastLook();
const fewEvents = 6;

/** What needs me, the longest wait first; one card open, the others a line each. */
@customElement("now-page")
export class NowPage extends LitElement {
  static override styles = [baseStyles, pageStyles, nowStyles];

  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: passkeysContext }) private passkeys!: PasskeysStore;
  @consume({ context: pushContext }) private push!: PushStore;
  @query("decision-card") private card?: DecisionCard | null;
  @state() private selectedId: string | undefined;
  readonly #wide = new MediaController(this, "(min-width: 720px)");
  readonly #answering = new Answering(this, { decisions: () => this.decisions, passkeys: () => this.passkeys });
  #groups: AlikeGroup[] = [];

  constructor() {
    super();
    new StoreController(this, () => this.decisions);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.push);
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

  override render() {
    const { ready, pending, outbox } = this.decisions.state;
    if (!ready) return html`<p class="visually-hidden" role="status">Loading</p>`;
    const waiting = pending.filter((request) => !this.#underway(request.id));
    this.#groups = groupAlike(waiting);
    return html`${outbox.size > 0 ? this.#renderOutbox() : nothing}
      <div class="columns">
        <div class="inbox">${waiting.length > 0 ? this.#renderInbox(waiting) : this.#renderCalm()} ${this.#renderSnoozed()}</div>
        ${this.#renderSince()}
      </div>`;
  }

  #renderInbox(waiting: DecisionRequest[]) {
    const open = this.#open();
    if (open === undefined) return nothing;
    // One alone needs no list beside it.
    const listed = this.#wide.matches && this.#groups.length > 1 ? this.#groups : this.#groups.filter((group) => group !== open);
    return html`<h2 class="needs">
        Needs you <span class="count">${waiting.length}</span
        ><span class="aside"
          >${orderWords(waiting, Date.now())}<span class="keys"><b>j k</b> move · <b>a d</b> answer · <b>?</b> all keys</span></span
        >
      </h2>
      <div class="desk">
        <div class="open">${this.#renderCard(open)}</div>
        ${
          listed.length > 0
            ? html`<ui-card flush class="list" role="list">
                ${repeat(
                  listed,
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
          .likeThis=${historyLikeThis(lead, history, new Date())}
          .entry=${outbox.get(lead.id)}
          ?mayAnswer=${session !== undefined && session.person.role !== "viewer"}
          ?passkey=${(session?.passkeys ?? 0) > 0}
          ?busy=${this.#answering.busy === lead.id}
          ?partial=${partial.has(lead.id)}
          .problem=${this.#answering.problemOf(lead.id)}
        ></decision-card>`,
    );
  }

  #renderCalm() {
    const { history, snoozed, outbox } = this.decisions.state;
    if (history.length + snoozed.length + outbox.size === 0) {
      return html`<ui-card
        ><ui-empty tone="quiet" icon="connect" heading="No agent has asked yet">
          <p>Connect one: copy a block, paste it where the agent runs, and its first question appears here.</p>
          <ui-button variant="primary" href="/connect">Connect an agent</ui-button>
        </ui-empty></ui-card
      >`;
    }
    const { subscribed, support } = this.push.state;
    return html`<ui-card
      ><ui-empty heading="Nothing needs you">
        <p>Your agents go on by themselves.${subscribed ? " You get a notification when one asks." : nothing}</p>
        ${!subscribed && support !== "unsupported" ? html`<ui-button href="/settings/notifications" icon="bell">Hear of it when one asks</ui-button>` : nothing}
      </ui-empty></ui-card
    >`;
  }

  #renderOutbox() {
    const items = [...this.decisions.state.outbox.values()].map((entry) => ({ entry, request: this.decisions.find(entry.requestId) }));
    return html`<section aria-label="Your answers">
      <h2>Your answers</h2>
      <on-their-way .items=${items}></on-their-way>
    </section>`;
  }

  #renderSnoozed() {
    const { snoozed } = this.decisions.state;
    if (snoozed.length === 0) return nothing;
    return html`<section>
      <h2>Later <span class="aside">${snoozed.length}</span></h2>
      <ui-card flush>
        ${snoozed.map(
          ({ request, until }) =>
            html`<ui-row href=${`/decisions/${request.id}`}>
              ${shownText(request.title)}<span slot="detail">${shownText(request.agent.name)} · asks again ${formatMoment(until)}</span>
            </ui-row>`,
        )}
      </ui-card>
    </section>`;
  }

  #renderSince() {
    const { history } = this.decisions.state;
    if (history.length === 0) return nothing;
    const since = lastLook === undefined ? [] : history.filter(({ resolvedAt }) => resolvedAt !== undefined && resolvedAt > lastLook);
    const shown = since.length > 0 ? since : history;
    return html`<aside aria-label="What happened">
      <h2>
        ${since.length > 0 && lastLook ? html`Since ${formatMoment(lastLook)}` : "Lately"}
        ${shown.length > fewEvents ? html`<a class="aside link" href="/history">${since.length > 0 ? `all ${shown.length}` : "all"}</a>` : nothing}
      </h2>
      <what-happened .requests=${shown.slice(0, fewEvents)}></what-happened>
    </aside>`;
  }

  #underway(id: string): boolean {
    const entry = this.decisions.state.outbox.get(id);
    return entry !== undefined && entry.progress !== "refused";
  }

  #open(): AlikeGroup | undefined {
    return this.#groups.find(({ lead }) => lead.id === this.selectedId) ?? this.#groups[0];
  }

  #move(step: number): void {
    const open = this.#open();
    const next = open && this.#groups[this.#groups.indexOf(open) + step];
    if (!next) return;
    this.selectedId = next.lead.id;
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
