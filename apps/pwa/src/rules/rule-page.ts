import { consume } from "@lit/context";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Rule, RuleReplay } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { TickController } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { shownText } from "../decisions/shown-text.ts";
import { ApiProblem } from "../platform/api-client.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, passkeysContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { navigate } from "../shell/router.ts";
import { sameWish } from "./rule-draft.ts";
import { countWords, isOn, stateWords } from "./rule-words.ts";
import { rulesContext } from "./rules.context.ts";
import type { RulesStore } from "./rules.store.ts";
import { ruleStyles } from "./rules.styles.ts";
import { whyNotNow } from "./why-not-now.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-empty";
import "../decisions/what-happened.ts";
import "./replay-result.ts";
import "./rule-terms.ts";
import "./switch-on-sheet.ts";

const replayDays = 30;

/** One rule: what it says, what it would have done, what it did; and its switch. */
@customElement("rule-page")
export class RulePage extends LitElement {
  static override styles = [baseStyles, pageStyles, ruleStyles];

  /** From the address. */
  @property() ruleId = "";
  @consume({ context: rulesContext }) private rules!: RulesStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: passkeysContext }) private passkeys!: PasskeysStore;
  @state() private replay: RuleReplay | undefined;
  @state() private answers: { items: DecisionRequest[]; cursor?: string } | undefined;
  @state() private asking: "none" | "on" | "delete" = "none";
  readonly #attempt = new Attempt(this);
  readonly #tick = new TickController(this);
  #shownAnswers = -1;

  constructor() {
    super();
    new StoreController(this, () => this.rules);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
  }

  protected override firstUpdated(): void {
    void this.rules.load();
  }

  protected override updated(): void {
    const rule = this.rules.find(this.ruleId);
    // What it has answered is read when it has answered more.
    if (!rule || rule.answered === this.#shownAnswers || whyNotNow(this.connection.state)) return;
    this.#shownAnswers = rule.answered;
    void this.#loadAnswers();
  }

  override render() {
    const rule = this.rules.find(this.ruleId);
    if (!rule) return this.rules.state.ready ? none : html`<p class="quiet" role="status">Loading</p>`;
    const whyNot = whyNotNow(this.connection.state);
    const on = isOn(rule, this.#tick.now);
    return html`<div class="narrow stack sections">
      <section>
        <div class="card">
          <h2>${shownText(rule.name)}</h2>
          <p class="figure ${on ? "good" : ""}" role="status">${stateWords(rule, this.#tick.now)}</p>
          <rule-terms .rule=${rule} .agentNames=${this.rules.state.agentNames}></rule-terms>
          <p class="note">
            ${on ? html`Ends ${formatMoment(rule.until)}. ` : nothing}It has ${countWords(rule)}.
            ${rule.on ? html`Last switched on ${formatMoment(rule.on.at)}${rule.on.by.name ? ` by ${rule.on.by.name}` : ""}.` : nothing}
          </p>
          ${mayControl(this.session.state) ? this.#renderButtons(rule, on, whyNot) : nothing}
        </div>
        ${this.#attempt.problem && this.asking === "none" ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      </section>
      ${this.replay && !on ? this.#renderReplay(rule, this.replay, whyNot) : nothing} ${this.#renderAnswers(whyNot)}
      ${this.asking === "delete" ? this.#renderDelete(rule) : nothing}
    </div>`;
  }

  #renderButtons(rule: Rule, on: boolean, whyNot: string) {
    const blocked = whyNot !== "";
    const over = Date.parse(rule.until) <= this.#tick.now;
    return html`${whyNot ? html`<p class="note" role="status">${whyNot}</p>` : nothing}
      ${over && !on ? html`<p class="note">Change it to give it a new end.</p>` : nothing}
      <div class="buttons">
        ${
          on
            ? html`<ui-button variant="danger" ?busy=${this.#attempt.busy} ?disabled=${blocked} @click=${() => this.#off()}
                >Switch off</ui-button
              >`
            : html`<ui-button
                variant=${this.replay ? "plain" : "primary"}
                icon="history"
                ?busy=${this.#attempt.busy && this.asking === "none"}
                ?disabled=${blocked || over}
                @click=${() => this.#replay(rule)}
                >${this.replay ? "Replay again" : `Replay the last ${replayDays} days`}</ui-button
              >`
        }
        <ui-button icon="edit" ?disabled=${blocked} href=${`/settings/rules/${rule.id}/edit`}>Change</ui-button>
        <ui-button variant="quiet" ?disabled=${blocked} @click=${() => (this.asking = "delete")}>Delete…</ui-button>
      </div>`;
  }

  #renderReplay(rule: Rule, replay: RuleReplay, whyNot: string) {
    const stale = replay.hash !== rule.hash || Date.parse(replay.freshUntil) <= this.#tick.now;
    const { against } = replay.figures;
    return html`<section>
      <h2>Replay <span class="aside">${formatMoment(replay.at)}</span></h2>
      <replay-result .replay=${replay}></replay-result>
      ${
        stale
          ? html`<p class="quiet">Replay it again before you switch it on: this one is older than 15 minutes, or of other terms.</p>`
          : html`<ui-button
              variant="primary"
              ?busy=${this.#attempt.busy}
              ?disabled=${whyNot !== ""}
              @click=${() => (against > 0 ? (this.asking = "on") : this.#on(rule, replay))}
              >Switch on${against > 0 ? "…" : ""}</ui-button
            >`
      }
      ${
        against > 0
          ? html`<switch-on-sheet
              .replay=${replay}
              ?open=${this.asking === "on"}
              ?busy=${this.#attempt.busy}
              problem=${this.asking === "on" ? this.#attempt.problem : ""}
              @confirmed=${() => this.#on(rule, replay)}
              @dialog-closed=${() => (this.asking = "none")}
            ></switch-on-sheet>`
          : nothing
      }
    </section>`;
  }

  #renderAnswers(whyNot: string) {
    if (this.answers === undefined)
      return whyNot ? html`<p class="quiet">What it has answered is read from the server; there is no connection.</p>` : nothing;
    const { items, cursor } = this.answers;
    return html`<section>
      <h2>Answered by it</h2>
      ${items.length === 0 ? html`<p class="quiet">Nothing yet.</p>` : html`<what-happened .requests=${items}></what-happened>`}
      ${cursor ? html`<ui-button ?disabled=${whyNot !== ""} @click=${() => this.#loadAnswers(cursor)}>Show more</ui-button>` : nothing}
    </section>`;
  }

  #renderDelete(rule: Rule) {
    return html`<ui-dialog heading="Delete this rule?" open @dialog-closed=${() => (this.asking = "none")}>
      <p>${shownText(rule.name)} answers nothing more. What it has answered stays as it is, with its name.</p>
      ${this.#attempt.problem ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => (this.asking = "none")}>Keep it</ui-button>
        <ui-button wide variant="danger" ?busy=${this.#attempt.busy} @click=${() => this.#delete(rule.id)}>Delete</ui-button>
      </div>
    </ui-dialog>`;
  }

  #replay(rule: Rule): void {
    void this.#attempt.run(async () => {
      this.replay = await this.rules.replay(sameWish(rule), replayDays);
    });
  }

  #on(rule: Rule, { id, figures }: RuleReplay): void {
    const send = () => this.rules.switchOn(rule.id, { replayId: id, ...(figures.against > 0 ? { against: figures.against } : {}) });
    void this.#attempt
      .run(async () => {
        try {
          await send();
        } catch (error) {
          if (!(error instanceof ApiProblem) || error.code !== "rule.passkey_required") throw error;
          await this.passkeys.stepUp(rule.id);
          await send();
        }
      })
      .then((done) => {
        if (!done) return;
        this.asking = "none";
        this.replay = undefined;
      });
  }

  #off(): void {
    void this.#attempt.run(() => this.rules.switchOff(this.ruleId));
  }

  #delete(id: string): void {
    void this.#attempt.run(() => this.rules.remove(id)).then((done) => done && navigate("/settings/rules"));
  }

  async #loadAnswers(cursor?: string): Promise<void> {
    try {
      const page = await this.rules.answers(this.ruleId, cursor);
      const before = cursor === undefined ? [] : (this.answers?.items ?? []);
      this.answers = { items: [...before, ...page.items.map(({ request }) => request)], ...(page.cursor ? { cursor: page.cursor } : {}) };
    } catch {
      // What was shown stays; the next connection reads it anew.
      this.#shownAnswers = -1;
    }
  }
}

const none = html`<ui-empty tone="quiet" icon="question" heading="There is no such rule"
  ><p>It was deleted.</p>
  <ui-button href="/settings/rules">All rules</ui-button></ui-empty
>`;

declare global {
  interface HTMLElementTagNameMap {
    "rule-page": RulePage;
  }
}
