import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { TickController } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import { painted } from "../platform/painted.ts";
import { whenIdle } from "../platform/when-idle.ts";
import { cardOpened } from "./card-opened.ts";
import type { DecisionAnswers } from "./decision-answers.ts";
import { cardStyles } from "./decision-card.styles.ts";
import { ifNothing, isGrave, likeThisWords, placeOf } from "./decision-words.ts";
import type { LikeThis } from "./history-like-this.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-age";
import "./decision-action.ts";
import "./decision-answers.ts";
import "./decision-body.ts";
import "./risk-mark.ts";

/**
 * One decision: who asks, what will run, why, what happens if nobody answers; and the answer.
 * @fires decision-answered An answer was given.
 * @fires decision-snoozed It is to come back later.
 * @fires refusal-dismissed Why an answer did not apply was read.
 */
@customElement("decision-card")
export class DecisionCard extends LitElement {
  static override styles = [baseStyles, cardStyles, demoMarkStyles];

  @property({ attribute: false }) request!: DecisionRequest;
  /** Further requests that ask the same. */
  @property({ attribute: false }) alike: readonly DecisionRequest[] = [];
  /** What was answered to requests like this one; left out until it is known. */
  @property({ attribute: false }) likeThis?: LikeThis;
  /** The answer of this device that is on its way, or was refused. */
  @property({ attribute: false }) entry?: OutboxEntry;
  /** The person may answer; a viewer may not. */
  @property({ type: Boolean }) mayAnswer = false;
  @property({ type: Boolean }) passkey = false;
  /** The passkey is being asked for. */
  @property({ type: Boolean }) busy = false;
  /** Only what the notification said is known so far. */
  @property({ type: Boolean }) partial = false;
  /** Why the last try to answer did not get as far as the outbox. */
  @property() problem = "";
  @query("decision-answers") readonly answers?: DecisionAnswers | null;
  readonly #tick = new TickController(this);

  /** What became of an answer is read at once where there is one; else when the question is on the screen. */
  protected override firstUpdated(): void {
    const load = () => void import("./answer-ends.ts").catch(() => undefined);
    if (this.entry || this.request.status !== "pending") load();
    else void painted().then(() => whenIdle(load));
  }

  /** A card is drawn anew as its age grows: also one that was opened behind another window is noticed. */
  protected override updated(): void {
    if (this.request.status === "pending") cardOpened(this.request.id);
  }

  override render() {
    const { request } = this;
    const pending = request.status === "pending";
    return html`<article class=${isGrave(request) && pending ? "grave" : ""} aria-labelledby="title">
      <header>
        <risk-mark risk=${request.risk}></risk-mark>
        <span class="age"
          >${pending ? html`waiting <b><ui-age at=${request.askedAt}></ui-age></b>` : html`asked <ui-age as="ago" at=${request.askedAt}></ui-age>`}</span
        >
      </header>
      <p class="who">
        ${demoMark(request.agent)}<b>${shownText(request.agent.name)}</b>${placeOf(request).map((part) => html` · ${shownText(part)}`)}
      </p>
      <h2 id="title">${shownText(request.title)}</h2>
      ${request.action ? html`<decision-action .action=${request.action}></decision-action>` : nothing} ${this.#renderReasons()}
      ${request.body ? html`<decision-body text=${request.body}></decision-body>` : nothing}
      ${this.partial ? html`<p class="note">This is what the notification told. The rest comes with the next connection.</p>` : nothing}
      ${this.#renderFacts(pending)} ${this.#renderEnd(pending)}
    </article>`;
  }

  #renderReasons() {
    const { riskReasons } = this.request;
    if (riskReasons.length === 0) return nothing;
    return html`<ul class="reasons ${isGrave(this.request) ? "bad" : "beacon"}">
      ${riskReasons.map((reason) => html`<li>${shownText(reason)}</li>`)}
    </ul>`;
  }

  #renderFacts(pending: boolean) {
    const fate = ifNothing(this.request, this.#tick.now);
    const like = this.likeThis ? likeThisWords(this.likeThis) : "";
    if (!pending && like === "") return nothing;
    return html`<dl>
      ${
        pending
          ? html`<dt>If you wait</dt>
              <dd><b>${shownText(fate.strong)}</b>${fate.rest}</dd>`
          : nothing
      }
      ${
        like === ""
          ? nothing
          : html`<dt>Like this</dt>
              <dd>${like}</dd>`
      }
    </dl>`;
  }

  #renderEnd(pending: boolean) {
    const { entry, request } = this;
    const refused = entry?.progress === "refused";
    const near = pending && this.mayAnswer && request.options.length === 2 && !request.allowText && !request.multiple;
    return html`<footer class=${near ? "near" : ""}>
      ${refused ? html`<decision-refusal .entry=${entry} .request=${request}></decision-refusal>` : nothing}
      ${
        pending && (entry === undefined || refused)
          ? this.#renderAnswers()
          : html`<decision-progress .request=${request} .entry=${entry}></decision-progress>`
      }
    </footer>`;
  }

  #renderAnswers() {
    if (!this.mayAnswer)
      return html`<p class="note">You can read this. Answering needs the role operator or owner; an owner can give it to you.</p>`;
    return html`${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <decision-answers .request=${this.request} .alike=${this.alike} ?passkey=${this.passkey} ?busy=${this.busy}></decision-answers>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-card": DecisionCard;
  }
}
