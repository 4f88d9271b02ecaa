import { consume } from "@lit/context";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { decisionsContext, passkeysContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import { KeysController } from "../shell/keys.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { Answering } from "./answering.ts";
import { groupAlike } from "./alike.ts";
import type { DecisionCard } from "./decision-card.ts";
import type { DecisionsStore } from "./decisions.store.ts";
import { historyLikeThis } from "./history-like-this.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-empty";
import "./decision-card.ts";
import "../rules/rule-note.ts";

/** One decision on a page of its own, waiting or long past. */
@customElement("decision-page")
export class DecisionPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      decision-card {
        view-transition-name: decision;
      }
    `,
  ];

  /** From the address. */
  @property() requestId = "";
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: passkeysContext }) private passkeys!: PasskeysStore;
  @query("decision-card") private card?: DecisionCard | null;
  @state() private fetched: DecisionRequest | undefined;
  @state() private problem = "";
  readonly #answering = new Answering(this, { decisions: () => this.decisions, passkeys: () => this.passkeys });

  constructor() {
    super();
    new StoreController(this, () => this.decisions);
    new StoreController(this, () => this.session);
    new KeysController(this, {
      a: () => this.card?.answers?.approve(),
      d: () => this.card?.answers?.deny(),
      e: () => this.card?.answers?.edit(),
      s: () => this.card?.answers?.snooze(),
      ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [String(index + 1), () => this.card?.answers?.chooseAt(index)])),
    });
  }

  protected override firstUpdated(): void {
    if (this.decisions.find(this.requestId) === undefined) void this.#fetch();
  }

  override render() {
    const request = this.decisions.find(this.requestId) ?? this.fetched;
    if (request === undefined) return this.problem === "" ? html`<p class="quiet" role="status">Loading</p>` : this.#renderProblem();
    const { history, outbox, partial, pending, snoozed } = this.decisions.state;
    const session = this.session.state.session;
    const group = groupAlike(pending).find(({ lead, others }) => [lead, ...others].some(({ id }) => id === request.id));
    const later = snoozed.find((item) => item.request.id === request.id);
    return html`<div class="narrow stack">
      ${
        later
          ? html`<div class="actions">
              <p class="quiet">You are asked again ${formatMoment(later.until)}.</p>
              <ui-button variant="quiet" @click=${() => this.#unsnooze()}>Ask me now</ui-button>
            </div>`
          : nothing
      }
      <decision-card
        .request=${request}
        .alike=${group ? [group.lead, ...group.others].filter(({ id }) => id !== request.id) : []}
        .likeThis=${historyLikeThis(request, history, new Date())}
        .entry=${outbox.get(request.id)}
        ?mayAnswer=${session !== undefined && session.person.role !== "viewer"}
        ?passkey=${(session?.passkeys ?? 0) > 0}
        ?busy=${this.#answering.busy === request.id}
        ?partial=${partial.has(request.id)}
        .problem=${this.#answering.problemOf(request.id) || this.problem}
      ></decision-card>
      <rule-note .request=${request}></rule-note>
      <p class="small">Asked ${formatMoment(request.askedAt)}${request.taskId ? html` · task ${shownText(request.taskId)}` : nothing}</p>
    </div>`;
  }

  #renderProblem() {
    return html`<ui-empty tone="quiet" icon="question" heading="This decision cannot be shown">
      <p>${this.problem}</p>
      <ui-button icon="refresh" @click=${() => this.#fetch()}>Try again</ui-button>
    </ui-empty>`;
  }

  async #fetch(): Promise<void> {
    this.problem = "";
    try {
      this.fetched = await this.decisions.fetchOne(this.requestId);
    } catch (error) {
      this.problem = words(error);
    }
  }

  async #unsnooze(): Promise<void> {
    try {
      await this.decisions.unsnooze(this.requestId);
    } catch (error) {
      this.problem = words(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-page": DecisionPage;
  }
}
